// writer.cc -- gives text out in pieces.
#include "lib/report/writer.h"

#include <algorithm>

namespace why502::report {

bool Writer::give_out() {
  std::string_view rest = text_;
  while (!rest.empty() && !stopped_) {
    stopped_ = !out_(rest.substr(0, kPiece));
    rest.remove_prefix(std::min(rest.size(), kPiece));
  }
  text_.clear();
  return !stopped_;
}

}  // namespace why502::report
