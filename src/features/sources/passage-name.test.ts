import { expect, it } from "vitest";
import { passageName } from "./passage-name.ts";

const name = (heading: string) => passageName({ heading, position: 2 }, "Questions");

it("names a passage by its first heading, without the title of the whole", () => {
  expect(name("Questions > Work > Offers · Work > Layoffs · School")).toEqual({
    name: "Work › Offers",
    more: 2,
  });
});
it("keeps the title where it is all there is", () => {
  expect(name("Questions")).toEqual({ name: "Questions", more: 0 });
});
it("counts where there is no heading", () => {
  expect(name("")).toEqual({ name: "Passage 3", more: 0 });
});
