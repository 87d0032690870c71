import {openPromise} from "yauzl";

/** The names of a zip's entries, at most the first 100,000; null where it cannot be read as a zip. */
export async function namesInZip(path: string): Promise<string[] | null> {
  try {
    const zip = await openPromise(path, {autoClose: false, lazyEntries: true, decodeStrings: true});
    try {
      const names: string[] = [];
      for await (const {fileName} of zip.eachEntry()) {
        names.push(fileName);
        if (names.length >= 100_000) break;
      }
      return names;
    } finally {
      zip.close();
    }
  } catch {
    // Reading it as an archive says what is wrong with it.
    return null;
  }
}
