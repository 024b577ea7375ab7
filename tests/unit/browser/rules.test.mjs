/* The browser reads the server's tables; here it must come to the server's conclusions. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { test } from "node:test";
import { isPayable } from "../../../static/js/state/agenda";
import { matches, NO_FILTERS } from "../../../static/js/state/filters";
import { isFound } from "../../../static/js/state/search";
import { choices, isAllowed, moved, statusOf } from "../../../static/js/state/tables";
import { booking } from "./make.mjs";

const cases = JSON.parse(fs.readFileSync(process.env.CASES, "utf8"));

test("every pair of states has the server's label and the server's choices", () => {
  assert.ok(cases.states.length >= 63);
  for (const { attendance, payment, status, allowed } of cases.states) {
    const axes = { attendance_status: attendance, payment_status: payment };
    const said = choices(cases.tables, axes).map((choice) => choice.value);
    assert.equal(statusOf(cases.tables, attendance, payment), status);
    assert.deepEqual(said, allowed, `${attendance}, ${payment}`);
    for (const value of allowed) assert.ok(isAllowed(cases.tables, axes, value));
  }
});

test("a choice leads where the server leads it", () => {
  for (const { attendance, payment, status, targets } of cases.states) {
    const before = booking({ attendance_status: attendance, payment_status: payment, status });
    for (const [value, [to, money, label]] of Object.entries(targets)) {
      const after = moved(cases.tables, before, value);
      assert.deepEqual(
        [after.attendance_status, after.payment_status, after.status],
        [to, money, label],
      );
    }
  }
});

test("a booking is payable where the server would take money", () => {
  for (const { attendance, payment, payable } of cases.states) {
    const one = booking({ attendance_status: attendance, payment_status: payment });
    assert.equal(isPayable(one), payable, `${attendance}, ${payment}`);
  }
});

test("search finds what the server finds", () => {
  for (const { search, customer, found } of cases.searches) {
    assert.equal(isFound(search, customer), found, `${search} in ${JSON.stringify(customer)}`);
  }
});

test("a date filter means the whole day where the tenant is", () => {
  for (const { day, timezone, starts_at, inside } of cases.days) {
    const filters = { ...NO_FILTERS, start_date: day, end_date: day };
    assert.equal(matches(filters, booking({ starts_at }), timezone), inside, `${day} ${starts_at}`);
  }
});
