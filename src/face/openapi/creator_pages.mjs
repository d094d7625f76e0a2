// Creators' pages: a signed address that shows creators their own figures (src/domain/creator_page.rs, register/creator_page.rs).
import { PAGING, answer, door, paging, part, query } from "./door.mjs";
import { register } from "./register.mjs";
import { count, day, flag, id, integer, life, list, nullable, oneOf, ref, said, shownCurrency, shownText, shows, takes, time } from "./words.mjs";

const expires = said("From when on it opens nothing: a time to come; without it the page has no end.", time);
const money = said("Whether it shows revenue; false unless said.", flag);
const { archived_at: _, ...stands } = life;

const minor = { type: "integer" };
const figures = {
  ...Object.fromEntries(["clicks", "orders", "orders_link", "orders_code", "orders_both", "code_uses"].map((name) => [name, said("`null` where it is not kept.", nullable(count))])),
  revenue: said("By currency; only where the page shows money.", list(shows({ currency: shownCurrency, orders: count, gross_minor: minor, refunded_minor: minor, net_minor: minor }))),
};
const withFigures = (fields) => shows({ ...fields, ...figures }, ["revenue"]);

const schemas = {
  CreatorPage: shows({
    id,
    creator_id: id,
    money: flag,
    expires_at: nullable(time),
    ...stands,
    revoked_at: said("When it was taken back.", nullable(time)),
    seen_at: said("When it was last opened, to the hour.", nullable(time)),
    address: said("What the creator is given; the token stands behind `#`, which browsers send to nobody.", nullable(shownText)),
  }),
  NewCreatorPage: takes({ creator_id: said("Whose figures it shows.", id), money, expires_at: expires }, ["creator_id"]),
  CreatorPageChange: takes({ money, expires_at: expires }, [], { description: "Its address and its creator stay." }),
  OwnFigures: shows({
    creator: shows({ name: nullable(shownText) }),
    from: day,
    to: day,
    today: day,
    zone: shownText,
    as_of: nullable(time),
    revenue_basis: oneOf("merchandise", "order_total"),
    click_window_days: count,
    money: flag,
    total: withFigures({}),
    links: list(withFigures({ address: shownText, platform: nullable(shownText), post: nullable(shownText), live: flag }), { maxItems: 500 }),
    codes: list(withFigures({ code: shownText, valid_from: nullable(time), valid_until: nullable(time) }), { maxItems: 500 }),
    days: list(withFigures({ day })),
  }),
};

const paths = register("creator_pages", "CreatorPage", {
  one: "a creator's page",
  many: "creators' pages",
  read: "admin",
  write: "admin",
  examples: {
    make: { without_money: { creator_id: 1 } },
    change: { until_new_year: { expires_at: "2030-01-01T00:00:00Z" } },
  },
  about: {
    change: "A page that was taken back does not change.",
    remove: "Its address opens nothing any more.",
  },
  over: {
    list: { parameters: [query("creator", "Of the creator with this id.", integer(0, 2 ** 32 - 1)), ...paging], refuses: PAGING },
    change: { refuses: ["not_found", "changed_meanwhile", "archived"] },
  },
});
paths["/v1/creator_page"] = {
  get: door("showOwnFigures", "What a creator's page shows", {
    about: "For whoever holds the page's token: the creator's own links, codes and days, the newest 500 of each. Costs, targets and whatever is the shop's are not there. Limited by address.",
    security: [{ creator_page: [] }],
    parameters: [query("from", "First day; 30 days up to today when left out.", day), query("to", "Last day; today when left out.", day)],
    answers: { 200: answer("The figures.", ref("OwnFigures")) },
    refuses: ["unauthorized", "invalid"],
    tries: { "of a creator": { headers: { authorization: "Bearer {page_token}" } } },
  }),
};

export const creatorPages = part("Creators' pages", "A signed, revocable address that shows creators their own figures, with or without money.", { schemas, paths });
