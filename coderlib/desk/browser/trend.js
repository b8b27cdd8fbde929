// The trend of a result, drawn small.

import { shape } from "./dom.js";

const WIDE = 64;
const HIGH = 20;
const MARGIN = 3;

/**
 * The course of a test as a small line over the band of its reference range; null where there
 * are not two numbers. Times are to scale, and values outside the range are dots.
 */
export function trend({ values, low, high }) {
  const told = values.filter((each) => each.number !== null);
  if (told.length < 2) return null;
  const numbers = told.map((each) => each.number);
  const ends = [...numbers, low, high].filter((each) => each !== null);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const times = told.map((each) => Date.parse(each.at.includes("T") ? `${each.at}Z` : each.at));
  const [first, last] = [times[0], times.at(-1)];
  const x = (time) => MARGIN + ((WIDE - 2 * MARGIN) * (time - first)) / (last - first || 1);
  const y = (number) =>
    HIGH - MARGIN - ((HIGH - 2 * MARGIN) * (number - least)) / (most - least || 1);
  const points = told.map((each, index) => [x(times[index]).toFixed(1), y(each.number).toFixed(1)]);
  const top = high === null ? 0 : y(high);
  const bottom = low === null ? HIGH : y(low);
  const outside = (number) => (high !== null && number > high) || (low !== null && number < low);
  return shape(
    "svg",
    {
      viewBox: `0 0 ${WIDE} ${HIGH}`, width: WIDE, height: HIGH, class: "cd-trend", role: "img",
      "aria-label": `${course(numbers)}, from ${told[0].text} to ${told.at(-1).text}`,
    },
    ...(low === null && high === null ? [] : [
      shape("rect", { class: "cd-trend-range", x: 0, y: top, width: WIDE, height: Math.max(1, bottom - top) }),
    ]),
    shape("polyline", { class: "cd-trend-line", points: points.map((each) => each.join(",")).join(" ") }),
    ...points.flatMap(([cx, cy], index) =>
      outside(numbers[index]) ? [shape("circle", { class: "cd-trend-outside", cx, cy, r: 1.9 })] : []),
    ...(outside(numbers.at(-1)) ? [] : [
      shape("circle", { class: "cd-trend-last", cx: points.at(-1)[0], cy: points.at(-1)[1], r: 1.9 }),
    ]),
  );
}

function course(numbers) {
  const by = numbers.at(-1) - numbers[0];
  if (by === 0) return "unchanged";
  return by > 0 ? "rising" : "falling";
}
