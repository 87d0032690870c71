/** Makes an element with attributes and children; text is text, never markup. */
export function element(
  document: Document,
  name: string,
  attributes: Record<string, string | null> = {},
  children: (Node | string | null)[] = []
): HTMLElement {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) node.setAttribute(key, value);
  for (const child of children) {
    if (child === null) continue;
    node.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  }
  return node;
}

/** A box that scrolls sideways on its own, so that the page never does; the keyboard reaches it. */
export function scroller(document: Document, label: string, child: Node): HTMLElement {
  return element(document, "div", {class: "scroller", role: "region", tabindex: "0", "aria-label": label}, [
    child
  ]);
}
