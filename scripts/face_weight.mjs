// Weighs what a browser loads of the face: a page's entry, and with it the heaviest page that the entry loads by import().

/** The files of `outputs` (esbuild's, by path) that must be there before `path` runs: it, what it imports, their styles. */
export function needed(outputs, path) {
  const files = new Set([path]);
  for (const file of files) {
    for (const { path: other, kind } of outputs[file].imports) if (kind === "import-statement") files.add(other);
    if (outputs[file].cssBundle) files.add(outputs[file].cssBundle);
  }
  return files;
}

/** What opening the heaviest page of `entry` takes, by `weight` of a file: { entry, all, page }; `page` is none without import(). */
export function heaviest(outputs, entry, weight) {
  const first = needed(outputs, entry);
  const sum = (files) => [...files].reduce((bytes, file) => bytes + weight(file), 0);
  const later = [...first].flatMap((file) => outputs[file].imports).filter(({ kind }) => kind === "dynamic-import");
  const pages = later.map(({ path }) => ({ page: path, all: sum(new Set([...first, ...needed(outputs, path)])) }));
  const [most] = pages.sort((one, other) => other.all - one.all);
  return { entry: sum(first), all: sum(first), ...most };
}
