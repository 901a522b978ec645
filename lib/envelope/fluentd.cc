// fluentd.cc -- fluentd's out_file (and td-agent's): time, tag and a JSON object, which is an
// envelope of its own.
//
//   2026-11-22T13:45:11+00:00<TAB>nginx.error<TAB>{"log":"text"}
#include "lib/base/hash.h"
#include "lib/envelope/openers.h"

namespace why502::envelope {

bool open_fluentd(const Sealed& line, Room& room, Opened* opened) {
  const std::string_view text = line.text;
  Stamp stamp;
  const std::size_t end = room.stamps().reading(text, &stamp);
  if (end == 0 || end >= text.size() || text[end] != '\t') return false;
  const std::size_t tab = text.find('\t', end + 1);
  if (tab == std::string_view::npos || tab + 1 >= text.size() || text[tab + 1] != '{') return false;
  opened->text = text.substr(tab + 1);
  opened->stream = base::stable_hash(text.substr(end + 1, tab - end - 1), 0);
  opened->stamp = stamp;
  return true;
}

}  // namespace why502::envelope
