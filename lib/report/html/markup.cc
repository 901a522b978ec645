// markup.cc -- escapes text and puts it on the sheet.
#include "lib/report/html/markup.h"

#include "lib/report/visible.h"

namespace why502::report::html {

void append_escaped(std::string_view raw, std::string* out) {
  for (const char c : visible(raw, Charset::unicode)) {
    switch (c) {
      case '&': *out += "&amp;"; break;
      case '<': *out += "&lt;"; break;
      case '>': *out += "&gt;"; break;
      case '"': *out += "&quot;"; break;
      case '\'': *out += "&#39;"; break;
      default: *out += c;
    }
  }
}

Markup& Markup::append(std::string_view text) {
  writer_.text() += text;
  bytes_ += text.size();
  writer_.drain();
  return *this;
}

Markup& Markup::text(std::string_view raw) {
  escaped_.clear();
  append_escaped(raw, &escaped_);
  return append(escaped_);
}

Markup& Markup::record(std::string_view raw) {
  return tag("<code dir=\"ltr\">").text(without_queries(raw, ellipsis(Charset::unicode))).tag("</code>");
}

}  // namespace why502::report::html
