var __defProp = Object.defineProperty;
var __name = (target, value) => __defProp(target, "name", { value, configurable: true });

// index.js
var index_default = { fetch: /* @__PURE__ */ __name((request) => fetch(request), "fetch") };
export {
  index_default as default
};
//# sourceMappingURL=index.js.map
