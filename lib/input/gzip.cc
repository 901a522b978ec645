// gzip.cc -- gzip by ISA-L, also of many members (cat a.gz b.gz, BGZF).
#include <isa-l/igzip_lib.h>

#include <cstdint>

#include "lib/input/codecs.h"

namespace why502::input {
namespace {

class GzipCodec final : public Codec {
 public:
  GzipCodec() { isal_inflate_init(&state_); }

  Step step(std::string_view in, std::span<char> out, bool) override {
    if (between_) {
      isal_inflate_reset(&state_);
      state_.crc_flag = ISAL_GZIP;
      between_ = false;
    }
    // ISA-L changes nothing that next_in points at.
    state_.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(in.data()));
    state_.avail_in = static_cast<std::uint32_t>(in.size());
    state_.next_out = reinterpret_cast<std::uint8_t*>(out.data());
    state_.avail_out = static_cast<std::uint32_t>(out.size());
    const int result = isal_inflate(&state_);
    between_ = state_.block_state == ISAL_BLOCK_FINISH;
    return {in.size() - state_.avail_in, out.size() - state_.avail_out, result < 0};
  }

  bool is_between_members() const noexcept override { return between_; }

 private:
  inflate_state state_;
  bool between_ = true;
};

}  // namespace

std::unique_ptr<Codec> gzip_codec() { return std::make_unique<GzipCodec>(); }

}  // namespace why502::input
