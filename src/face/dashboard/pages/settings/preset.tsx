// How tags are derived: a convention with a name, or templates of one's own.
import type { JSX } from "preact";
import type { Reading, Row } from "./fields";

/** What stands in front of templates in the form's text. */
const OWN = "own\n";

const NAMED: [string, string][] = [
  ["", "Not said here: source is the platform"],
  ["platform", "Platform: source = platform, medium = influencer, content = creator-post"],
  ["creator", "Creator: source = creator, medium = platform, content = post"],
  ["campaign", "Campaign: source = platform, campaign = creator, term = campaign"],
  ["own", "Templates of our own"],
];

interface Given {
  text: string;
  set: (text: string) => void;
  id: string;
  described?: string;
  wrong: boolean;
}

/** The choice, and the templates where they are chosen. */
export function Preset({ text, set, id, described, wrong }: Given): JSX.Element {
  const own = text.startsWith(OWN);
  return (
    <>
      <select id={id} value={own ? "own" : text} aria-describedby={described} aria-invalid={wrong} onChange={({ currentTarget: { value } }) => set(value === "own" ? `${OWN}source={platform}\nmedium=influencer\ncampaign={campaign}` : value)}>
        {NAMED.map(([word, label]) => (
          <option value={word}>{label}</option>
        ))}
      </select>
      {own && (
        <>
          <label>
            <span>Templates, one tag a line</span>
            <textarea spellcheck={false} value={text.slice(OWN.length)} onInput={(event) => set(`${OWN}${event.currentTarget.value}`)} />
          </label>
          <p class="hint">
            Tags: source, medium, campaign, term, content, id, source_platform. Between braces: creator, creator_id, creator_name, platform, campaign, campaign_id, post, slug, host, external_id.
          </p>
        </>
      )}
    </>
  );
}

export function readPreset(said: string): Reading {
  if (!said.startsWith("own")) return { value: said };
  const templates: Row = {};
  for (const line of said.split("\n").slice(1)) {
    if (line.trim() === "") continue;
    const at = line.indexOf("=");
    if (at < 1) return { wrong: "Write one tag a line, such as source={platform}." };
    templates[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return Object.keys(templates).length > 0 ? { value: templates } : { wrong: "Write at least one template, such as source={platform}." };
}

export function writePreset(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value === "string" ? value : "";
  const lines = Object.entries(value).filter(([, template]) => template !== null);
  return `${OWN}${lines.map(([name, template]) => `${name}=${template}`).join("\n")}`;
}
