// The models and what each does, in a sentence (docs/reports/models.md); they are called as everywhere else.
import { words } from "../../format";

export interface Model {
  word: string;
  label: string;
  means: string;
  /** Whether it parts orders among all who are on the way; the others are columns beside and add up to nothing. */
  share: boolean;
}

const share = (word: string, means: string): Model => ({ word, label: words(word), means, share: true });
const beside = (word: string, means: string): Model => ({ word, label: words(word), means, share: false });

export const MODELS: Model[] = [
  share("payout", "The rule that is paid by: the last click on a creator's link, or the holder of the code."),
  share("last", "All to whoever was last before the order."),
  share("first", "All to whoever was first on the way."),
  share("linear", "The same to each step; who was there twice gets two parts."),
  share("linear_unique", "The same to everybody on the way, however often they were there (the Shapley value)."),
  share("position", "Parts for the first, the middle and the last step, 40, 20 and 40 percent unless said otherwise."),
  share("j", "20 percent to the first, 20 to the middle, 60 to the last step (J in the API, after its curve)."),
  share("inverse_j", "60 percent to the first, 20 to the middle, 20 to the last step (inverse J in the API)."),
  share("decay", "A step counts half as much for each half life that it lies before the last one."),
  share("last_non", "All to the last step that is not by one of those who are left out below (“Left out”): for those who only come in at the end, such as coupon sites (last non in the API)."),
  share("custom", "By the weights that you give."),
  share("markov", "By what would be lost if the creator were missing, learnt from all journeys, also those that came to nothing."),
  share("markov_value", "The same, learnt from the money of the orders."),
  beside("view_through", "Orders without a click or a code, to the latest pixel view within the view window. In no total."),
  beside("assisted", "Orders in which they had a part and another was last. No share: an order has several."),
  beside("code_use", "Orders with one of their codes. No share: an order may have several codes."),
];

/** What stands side by side where the address names no models. */
export const USUAL = ["payout", "first", "last", "linear", "position", "decay", "markov"];

export const model = (word: string): Model => MODELS.find((known) => known.word === word) ?? beside(word, "");
