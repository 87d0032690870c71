// Builds pages with Observable Framework, in a process of its own: Framework remembers files by their times and works
// in the project's folder. Loads Framework at once and reads what to build from stdin, so that the two can overlap.
import {FileBuildEffects, build} from "@observablehq/framework/dist/build.js";
import {normalizeConfig} from "@observablehq/framework/dist/config.js";

let text = "";
for await (const part of process.stdin.setEncoding("utf8")) text += part;
// An end without a word: there was nothing to build.
if (text !== "") {
  const {spec, footers, paths} = JSON.parse(text);
  const footer = ({path}) => footers[path.split("/")[1]] ?? footers[""];
  const config = normalizeConfig({...spec, footer}, spec.root);
  if (paths !== null)
    config.paths = async function* () {
      yield* paths;
    };
  await build({config}, new FileBuildEffects(config.output, `${config.root}/.observablehq/cache`));
}
