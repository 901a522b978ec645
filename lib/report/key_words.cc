// key_words.cc -- keys in words.
#include "lib/report/key_words.h"

#include "lib/report/overview.h"

namespace why502::report {

std::string key_words(Dimension dimension, std::string_view key, Charset charset) {
  if (dimension == Dimension::upstream) return visible(upstream_name(key), charset);
  if (dimension == Dimension::status && key.empty()) return "unknown";
  if (key.empty()) return "(no " + std::string(id(dimension)) + ')';
  if (dimension == Dimension::cause) return std::string(info(cause_from_id(key).value_or(Cause::none)).title);
  return visible(key, charset);
}

}  // namespace why502::report
