import {element} from "./element.js";

/** One question that a page can be asked, with its possible answers; the first is what the page shows unasked. */
export interface Choice {
  /** The word in the address. */
  name: string;
  label: string;
  /** Values as they stand in the address, with what the reader sees. */
  options: [value: string, text: string][];
}

/** A form with the answers chosen so far, by name. It says `input` when one changes. */
export type Controls = HTMLElement & {value: Record<string, string>};

/** The answers that an address such as `?by=week` gives; whatever it does not know is left at the first option. */
export function readChoices(choices: Choice[], query: string): Record<string, string> {
  const asked = new URLSearchParams(query);
  return Object.fromEntries(
    choices.map(({name, options}) => {
      const value = asked.get(name);
      return [name, options.some(([option]) => option === value) ? value! : options[0]![0]];
    })
  );
}

/** The query of the same view: only what differs from what the page shows unasked, other words kept. */
export function writeChoices(choices: Choice[], value: Record<string, string>, query: string): string {
  const asked = new URLSearchParams(query);
  for (const {name, options} of choices) {
    if (value[name] === options[0]![0]) asked.delete(name);
    else asked.set(name, value[name]!);
  }
  const text = asked.toString();
  return text ? `?${text}` : "";
}

/**
 * The page's controls: plain radio buttons and lists, kept in the address so that a view can be shared. Choices with one
 * option are left out.
 */
export function controls(choices: Choice[], window: Window = globalThis.window): Controls {
  const {document, location} = window;
  const form = element(document, "form", {class: "controls", "aria-label": "What to show"}) as Controls;
  form.value = readChoices(choices, location.search);
  form.addEventListener("submit", (event) => event.preventDefault());
  const choose = (name: string, value: string) => {
    form.value = {...form.value, [name]: value};
    const query = writeChoices(choices, form.value, location.search);
    window.history.replaceState(window.history.state, "", `${location.pathname}${query}${location.hash}`);
    form.dispatchEvent(new Event("input", {bubbles: true}));
  };
  for (const choice of choices) {
    if (choice.options.length < 2) continue;
    form.append(choice.options.length <= 3 ? radios(choice) : list(choice));
  }
  return form;

  function radios({name, label, options}: Choice) {
    const buttons = options.map(([value, text]) => {
      const input = element(document, "input", {type: "radio", name, value}) as HTMLInputElement;
      input.checked = form.value[name] === value;
      input.addEventListener("change", (event) => {
        event.stopPropagation();
        choose(name, value);
      });
      input.addEventListener("input", (event) => event.stopPropagation());
      return element(document, "label", {}, [input, element(document, "span", {}, [text])]);
    });
    return element(document, "fieldset", {}, [element(document, "legend", {}, [label]), ...buttons]);
  }

  function list({name, label, options}: Choice) {
    const entries = options.map(([value, text]) => {
      const option = element(document, "option", {value}, [text]) as HTMLOptionElement;
      option.selected = form.value[name] === value;
      return option;
    });
    const select = element(document, "select", {name}, entries) as HTMLSelectElement;
    select.addEventListener("input", (event) => event.stopPropagation());
    select.addEventListener("change", (event) => {
      event.stopPropagation();
      choose(name, select.value);
    });
    return element(document, "label", {class: "list"}, [element(document, "span", {}, [label]), select]);
  }
}
