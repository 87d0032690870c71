import {element} from "./element.js";

/** How far, in pixels, a pointer may be from a mark to read it. */
const reach = 32;

/**
 * A picture whose marks can be read one by one: those with a title tell it beside themselves, to a pointer near by and
 * to the arrow keys. Without such marks the picture stays as it is.
 */
export function readable(svg: SVGSVGElement, document = globalThis.document): HTMLElement {
  const marks = [...svg.querySelectorAll("title")].map((title) => {
    const mark = title.parentNode as SVGGraphicsElement;
    const text = title.textContent ?? "";
    title.remove();
    return {mark, text};
  });
  const label = svg.getAttribute("aria-label") ?? "";
  if (marks.length === 0) return element(document, "div", {class: "drawn"}, [svg]);
  const tip = element(document, "div", {class: "tip", role: "status"});
  const box = element(
    document,
    "div",
    {class: "drawn", tabindex: "0", role: "group", "aria-label": `${label}. Arrow keys read the values.`},
    [svg, tip]
  );
  let at = -1;
  const show = (index: number) => {
    marks[at]?.mark.removeAttribute("data-read");
    at = index;
    const chosen = marks[at];
    tip.textContent = chosen?.text ?? "";
    tip.hidden = !chosen;
    if (!chosen) return;
    chosen.mark.setAttribute("data-read", "");
    const [outer, inner] = [box.getBoundingClientRect(), chosen.mark.getBoundingClientRect()];
    const middle = inner.left + inner.width / 2 - outer.left;
    tip.style.left = `${Math.max(0, Math.min(outer.width - tip.offsetWidth, middle - tip.offsetWidth / 2))}px`;
    const above = inner.top - outer.top - tip.offsetHeight - 8;
    tip.style.top = `${above >= 0 ? above : inner.bottom - outer.top + 8}px`;
  };
  show(-1);
  box.addEventListener("keydown", (event) => {
    const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
    if (event.key === "Escape") return show(-1);
    if (event.key === "Home" || event.key === "End") show(event.key === "Home" ? 0 : marks.length - 1);
    else if (step)
      show(at < 0 ? (step > 0 ? 0 : marks.length - 1) : (at + step + marks.length) % marks.length);
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", () => show(-1));
  box.addEventListener("pointerleave", () => show(-1));
  box.addEventListener("pointermove", ({clientX, clientY}) => {
    let [nearest, distance] = [-1, reach];
    for (const [index, {mark}] of marks.entries()) {
      const {left, right, top, bottom} = mark.getBoundingClientRect();
      const away = Math.hypot(
        Math.max(left - clientX, 0, clientX - right),
        Math.max(top - clientY, 0, clientY - bottom)
      );
      if (away < distance) [nearest, distance] = [index, away];
    }
    if (nearest !== at) show(nearest);
  });
  return box;
}
