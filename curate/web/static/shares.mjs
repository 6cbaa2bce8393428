// How many people a printed percentage of a total is, where its rounding leaves exactly one whole number.

const PERCENT = /^(\d{1,3})(?:[.·](\d{1,6}))?\s*%?$/;

// What "40" of "100" is: { text, reason }, or { why } where there is no saying.
export function eventsOf(percent, total) {
  const said = percent.trim().replace(/%?$/, "%");
  const [, whole, decimals = ""] = percent.trim().match(PERCENT) ?? [];
  const people = total.replace(/[,\s]/g, "");
  if (!whole) return { why: `${said} is no plain percentage` };
  if (!people) return { why: `${said} of how many? Type the total` };
  if (!/^\d{1,9}$/.test(people) || !Number(people)) return { why: `${said} of ${total}: no total` };
  const scale = 200 * 10 ** decimals.length; // half a unit of the last printed digit is 1
  const middle = 2 * Number(whole + decimals);
  if (middle > scale) return { why: `${said} is more than all` };
  const least = Math.ceil((Math.max(0, middle - 1) * Number(people)) / scale);
  const most = Math.min(Number(people), Math.floor(((middle + 1) * Number(people)) / scale));
  if (least > most) return { why: `no number of ${people} people is ${said}: is it of another total?` };
  if (least < most) return { why: `${said} of ${people} may be ${least} to ${most}: too many to tell` };
  return { text: String(least), reason: `${said} of ${people}` };
}
