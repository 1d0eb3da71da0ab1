// Mounts what the README shows, as React wants it while one develops: strict, every effect run twice.

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

// Written by build.js, from the README.
import { Maker } from "../dist/readme.jsx";

const root = createRoot(document.querySelector("main"));
root.render(
  <StrictMode>
    <Maker prompt="slow lo-fi with vibraphone" />
  </StrictMode>,
);
window.leave = () => root.unmount();
