/**
 * A passage's heading is the path of each heading in it: "Title > Work > Offers · Work > Layoffs". For
 * people: the first path without the document's title, and how many more there are.
 */
export function passageName(
  { heading, position }: { heading: string; position: number },
  title: string,
): { name: string; more: number } {
  const [first = "", ...more] = heading.split(" · ");
  const steps = first.split(" > ");
  if (steps.length > 1 && steps[0] === title) steps.shift();
  return { name: steps.join(" › ") || `Passage ${position + 1}`, more: more.length };
}
