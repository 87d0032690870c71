/** Makes an SVG node with attributes and text; drawn by hand where Plot's frame alone would outweigh the picture. */
export function svgNode(
  document: Document,
  name: string,
  attributes: Record<string, string | number>,
  children: (Node | string)[] = []
): SVGElement {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  for (const child of children)
    node.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  return node;
}

/** A coordinate with as many digits as a screen can show. */
export const pixel = (value: number) => Math.round(value * 10) / 10;
