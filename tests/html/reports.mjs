// reports.mjs -- the logs that the test opens, as HTML reports in the build folder.
import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const folder = process.env.WHY502_FOLDER;
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

// Writes the report of `inputs` and gives its path.
export const report = (name, inputs, options = []) => {
  const file = join(folder, "reports", `${name}.html`);
  execFileSync(process.env.WHY502, ["-o", "html", "--tz", "UTC", "--output-file", file, ...options, ...inputs]);
  return file;
};

const log = (name, text) => {
  const file = join(folder, "reports", name);
  writeFileSync(file, text);
  return file;
};

const stories = join(root, "tests/report/stories");
export const goldenStories = readdirSync(stories, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ name, inputs: [join(stories, name, "error.log")] }));

export const others = [
  ...["nginx.log", "apache.event.log"].map((name) => ({ name, inputs: [join(root, "samples/logs", name)] })),
  ...["quiet", "access", "hostile", "many_upstreams"].map((name) => (
    { name: `${name}.log`, inputs: [join(root, `tests/report/logs/${name}.log`)] })),
  { name: "by_four", inputs: [join(root, "tests/report/logs/fpm_overload.log")],
    options: ["--by", "path,client,server,status", "-w", "1m"] },
];
export const sample = join(root, "samples/logs/nginx.log");

const stamp = (second) => {
  const two = (n) => String(n).padStart(2, "0");
  return `2026/11/22 ${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
};

// What somebody might have asked for who wants to see his words run in the page of whoever reads the log.
export const evil = [
  "<script>alert('ran')</script>", "<img src=x onerror=alert('ran')>", "\"><svg onload=alert('ran')>",
  "</script></style></title><script>alert('ran')</script>", "]]>", "--><script>alert('ran')</script><!--",
  "' onmouseover='alert(1)' x='", "&lt;script&gt;alert('ran')&lt;/script&gt;", "javascript:alert('ran')",
  "\u202Egpj.exe\u2066\u200F\u2069", "\u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627", "\u2028\u2029",
  "${alert('ran')}{{alert('ran')}}", "<iframe src=//example.invalid></iframe>", "<link rel=stylesheet href=//example.invalid/x.css>",
];

export const hostileLog = () => {
  let text = "";
  for (let second = 0; second < 300; ++second) {
    const words = evil[second % evil.length];
    text += `${stamp(40000 + second)} [error] 7#7: *${second} connect() failed (111: Connection refused) while connecting to ` +
      `upstream, client: 203.0.113.9, server: ${words}, request: "GET /${words}?q=${words} HTTP/1.1", ` +
      `upstream: "http://10.0.0.${second % 4}${words.replaceAll(/[/"? ]/g, "")}:80/${words}", host: "${words}"\n`;
    if (second % 9 === 0) text += `${words} is no record\n`;
  }
  return log("hostile_<b>&\"'.log", text);
};

export const hugeLog = () => {
  let text = "";
  for (let i = 0; i < 100000; ++i) {
    text += `${stamp(i % 86400)} [error] 7#7: *${i} connect() failed (111: Connection refused) while connecting to upstream, ` +
      `client: 203.0.113.9, server: s, request: "GET / HTTP/1.1", upstream: "http://10.${i >> 16}.${i >> 8 & 255}.${i & 255}:80/", host: "s"\n`;
  }
  return log("huge.log", text);
};
