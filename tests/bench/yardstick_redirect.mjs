// Yardstick (a): a constant redirect in JavaScript, which is the floor: nothing is read, decided or kept.
export default {
  fetch: () => Response.redirect("https://shop.example/jackets/winter?size=m&colour=black", 302),
};
