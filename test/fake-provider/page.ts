/** A page of a list as the vendor cuts it: `limit`, `after_id`, `before_id`. */
export function pageOf<Item>(
  items: readonly Item[],
  query: URLSearchParams,
  idOf: (item: Item) => string,
): { data: Item[]; has_more: boolean; first_id: string | null; last_id: string | null } {
  const limit = Number(query.get("limit") ?? 20);
  const placeOf = (id: string | null) => items.findIndex((item) => idOf(item) === id);
  const before = placeOf(query.get("before_id"));
  const from = before === -1 ? placeOf(query.get("after_id")) + 1 : Math.max(0, before - limit);
  const to = before === -1 ? from + limit : before;
  const data = items.slice(from, to);
  const [first, last] = [data[0], data.at(-1)];
  return {
    data,
    has_more: before === -1 ? to < items.length : from > 0,
    first_id: first === undefined ? null : idOf(first),
    last_id: last === undefined ? null : idOf(last),
  };
}
