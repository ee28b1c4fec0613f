// An element with its properties and what it holds: text always goes in as text.
type Tags = HTMLElementTagNameMap;

export function element<Tag extends keyof Tags>(
  tag: Tag,
  properties: Partial<Tags[Tag]> = {},
  ...inside: (Node | string)[]
): Tags[Tag] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
}

/** The sentence with its ``#`` replaced. */
export const fill = (sentence: string, value: string): string => sentence.replace("#", () => value);
