// cri.cc -- Kubernetes' container runtime interface, as containerd and CRI-O write it:
//
//   2026-11-22T13:45:11.123456789Z stderr F text
//
// The tags (F: whole, P: the next line goes on) may be followed by others behind a colon.
#include "lib/base/bytes.h"
#include "lib/base/hash.h"
#include "lib/envelope/openers.h"

namespace why502::envelope {

bool open_cri(const Sealed& line, Room& room, Opened* opened) {
  constexpr std::size_t kStream = 8;  // " stdout "
  const std::string_view text = line.text;
  Timestamp time;
  const std::size_t end = room.stamps().rfc3339(text, &time);
  if (end == 0) return false;
  if (!base::stands_at(text, end, " stderr ") && !base::stands_at(text, end, " stdout ")) return false;
  const std::size_t tag = end + kStream;
  if (tag >= text.size() || (text[tag] != 'F' && text[tag] != 'P')) return false;
  std::size_t blank = tag + 1;
  if (blank < text.size() && text[blank] == ':') blank = text.find(' ', blank);
  if (blank >= text.size() || text[blank] != ' ') return false;
  opened->text = text.substr(blank + 1);
  opened->stream = base::stable_hash(text.substr(end + 1, kStream - 2), 0);
  opened->stamp = {StampKind::writing, time};
  opened->is_partial = text[tag] == 'P';
  return true;
}

}  // namespace why502::envelope
