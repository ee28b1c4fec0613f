// Cuts the open fonts down to what French and its neighbours need: latin letters, our typography, our weights.
// Newsreader (Production Type) for what is looked at, Atkinson Hyperlegible Next (Braille Institute) for what is read;
// both under the SIL Open Font License 1.1.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import subset from "subset-font";

const latin = [...Array(0x17f).keys()]
  .filter((code) => (code > 0x1f && code < 0x7f) || (code > 0x9f && code < 0x100) || [0x152, 0x153, 0x178].includes(code))
  .map((code) => String.fromCharCode(code))
  .join("");
const signs = "–—‘’“”„•…‹›€\u2009\u202f−×·→←↑↓★";
const packages = new URL("./node_modules/@fontsource-variable/", import.meta.url);
const target = new URL("./src/generated/", import.meta.url);

const cuts = {
  "display.woff2": ["newsreader/files/newsreader-latin-opsz-normal.woff2", { opsz: 60, wght: { min: 400, max: 600 } }],
  "display-italic.woff2": ["newsreader/files/newsreader-latin-opsz-italic.woff2", { opsz: 60, wght: 400 }],
  "text.woff2": [
    "atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    { wght: { min: 400, max: 700 } },
  ],
};

await mkdir(target, { recursive: true });
for (const [name, [source, variationAxes]] of Object.entries(cuts)) {
  const whole = await readFile(new URL(source, packages));
  await writeFile(new URL(name, target), await subset(whole, latin + signs, { targetFormat: "woff2", variationAxes }));
}
