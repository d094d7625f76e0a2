// Tags: what they should look like by the brand's own rules, and what clicks really carried, with a score.
import { may } from "../../session";
import { Needs } from "../../states";
import { Audit } from "./audit";
import { Hygiene } from "./hygiene";

export function Tags() {
  return (
    <>
      <h2>Tags</h2>
      <p class="notes">What clicks have carried cannot be corrected. So each link is held to these rules when it is made or changed; what older links and visitors brought along is told by the audit below.</p>
      {may("reports:read") ? <Audit /> : <Needs scope="reports:read" what="Seeing what clicks carried" />}
      {may("links:read") ? <Hygiene /> : <Needs scope="links:read" what="Seeing the rules" />}
    </>
  );
}
