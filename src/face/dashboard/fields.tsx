// Fields whose words stand in the address, with what the API says is wrong with them.
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { change, said } from "./address";
import { useAnswer } from "./api";
import { may } from "./session";
import { Choice } from "./view";

interface Told {
  label: string;
  hint?: ComponentChildren;
  /** What is wrong with it. */
  wrong?: string;
  /** What stands there where nothing is said. */
  usual?: string;
  kind?: "text" | "decimal" | "numeric";
  list?: string;
}

/** A field with its name above and its hint, or what is wrong, below: the name stays the name whatever is wrong. */
export function Box({ label, hint, wrong, usual, kind = "text", list, value, typed, left }: Told & { value: string; typed: (text: string) => void; left?: (text: string) => void }) {
  const id = useId();
  return (
    <div class="asked">
      <label for={id}>
        <span>{label}</span>
      </label>
      <input
        id={id}
        inputMode={kind}
        autocomplete="off"
        spellcheck={false}
        list={list}
        placeholder={usual}
        value={value}
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby={`${id}-hint`}
        onInput={(event) => typed(event.currentTarget.value)}
        onChange={(event) => left?.(event.currentTarget.value.trim())}
      />
      <span id={`${id}-hint`} class={wrong ? "wrong" : "notes"}>
        {wrong ?? hint}
      </span>
    </div>
  );
}

/** A field of the address, asked by once it is left or Enter is pressed; what was typed stays, also where it is refused. */
export function Field({ name, ...told }: Told & { name: string }) {
  const [typed, type] = useState<string | null>(null);
  const left = (text: string) => {
    type(null);
    change({ [name]: text });
  };
  return <Box {...told} value={typed ?? said(name)} typed={type} left={left} />;
}

interface Creator {
  id: number;
  name: string;
}

/** Chooses a creator by name; where there are more than a page of them, by id with the first names offered. */
export function CreatorChoice({ name = "creator", label = "Creator", any = "All creators", wrong }: { name?: string; label?: string; any?: string; wrong?: string }) {
  const id = useId();
  const known = useAnswer<{ items: Creator[]; next: string | null }>(may("links:read") ? "/v1/creators" : null, { limit: 100 });
  const creators = known.data?.items ?? [];
  const chosen = said(name);
  // Several ids, or one of a later page, are no entry of a short list.
  if (known.data && !known.data.next && (chosen === "" || creators.some((creator) => String(creator.id) === chosen))) {
    return <Choice name={name} label={label} options={[["", any], ...creators.map((creator): [string, string] => [String(creator.id), creator.name])]} />;
  }
  const named = creators.find((creator) => String(creator.id) === chosen)?.name;
  return (
    <>
      <Field name={name} label={`${label} (id)`} usual={any} list={id} wrong={wrong} hint={named ?? (may("links:read") ? "An id, or several with commas." : "An id, or several with commas; names need links:read.")} kind="numeric" />
      <datalist id={id}>
        {creators.map((creator) => (
          <option value={creator.id} label={creator.name} />
        ))}
      </datalist>
    </>
  );
}
