// Creators: the ranking, and one creator where the address names one.
import { place, to } from "../address";
import { may } from "../session";
import { Empty, Needs } from "../states";
import { Creator } from "./creators/one";
import { Ranking } from "./creators/ranking";

export default function Page() {
  const [, id, ...more] = place.value.parts;
  if (id === undefined) return may("reports:read") ? <Ranking /> : <Needs scope="reports:read" what="The ranking" />;
  if (more.length > 0) return <Empty>There is no such page of creators. <a href={to(["creators"])}>Go to the ranking</a>.</Empty>;
  if (!/^[1-9]\d{0,9}$/.test(id)) return <Empty>A creator is named by a number. <a href={to(["creators"])}>Go to the ranking</a>.</Empty>;
  return <Creator id={Number(id)} key={id} />;
}
