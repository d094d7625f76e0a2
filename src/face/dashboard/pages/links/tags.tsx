// Tags: what they should look like by the brand's own rules, and what clicks really carried, with a score.
import { Audit } from "./audit";
import { Hygiene } from "./hygiene";

export function Tags() {
  return (
    <>
      <h2>Tags</h2>
      <p class="notes">What clicks have carried cannot be corrected. So each link is held to these rules when it is made or changed; what older links and visitors brought along is told by the audit below.</p>
      <Audit />
      <Hygiene />
    </>
  );
}
