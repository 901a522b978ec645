// kubectl.cc -- `kubectl logs --prefix`: which container of which pod.
//
//   [pod/web-6d4cf56db6-x8k2p/nginx] text
//
// With --timestamps a timestamp follows, an envelope of its own.
#include "lib/base/bytes.h"
#include "lib/base/hash.h"
#include "lib/envelope/openers.h"

namespace why502::envelope {

bool open_kubectl(const Sealed& line, Room&, Opened* opened) {
  constexpr std::string_view kStart = "[pod/";
  const std::string_view text = line.text;
  if (!text.starts_with(kStart)) return false;
  const std::size_t end = text.find_first_of(" ]", kStart.size());
  if (end == std::string_view::npos || !base::stands_at(text, end, "] ")) return false;
  opened->container = text.substr(kStart.size(), end - kStart.size());
  opened->text = text.substr(end + 2);
  opened->stream = base::stable_hash(opened->container, 0);
  return true;
}

}  // namespace why502::envelope
