// xz.cc -- xz by liblzma.
#include <lzma.h>

#include <cstdint>
#include <new>

#include "lib/input/codecs.h"

namespace why502::input {
namespace {

constexpr std::uint64_t kMostMemory = 256 << 20;  // xz -9 wants 65 MiB

class XzCodec final : public Codec {
 public:
  XzCodec() {
    if (lzma_stream_decoder(&stream_, kMostMemory, 0) != LZMA_OK) throw std::bad_alloc();
  }
  XzCodec(const XzCodec&) = delete;
  XzCodec& operator=(const XzCodec&) = delete;
  ~XzCodec() override { lzma_end(&stream_); }

  Step step(std::string_view in, std::span<char> out, bool last) override {
    if (between_ && !is_new_) {
      if (lzma_stream_decoder(&stream_, kMostMemory, 0) != LZMA_OK) throw std::bad_alloc();
    }
    is_new_ = false;
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(in.data());
    stream_.avail_in = in.size();
    stream_.next_out = reinterpret_cast<std::uint8_t*>(out.data());
    stream_.avail_out = out.size();
    const lzma_ret result = lzma_code(&stream_, last ? LZMA_FINISH : LZMA_RUN);
    between_ = result == LZMA_STREAM_END;
    // LZMA_BUF_ERROR: it wants more than there is, which its caller sees.
    const bool good = result == LZMA_OK || result == LZMA_STREAM_END || result == LZMA_BUF_ERROR;
    return {in.size() - stream_.avail_in, out.size() - stream_.avail_out, !good};
  }

  bool is_between_members() const noexcept override { return between_; }

 private:
  lzma_stream stream_ = LZMA_STREAM_INIT;
  bool between_ = true, is_new_ = true;
};

}  // namespace

std::unique_ptr<Codec> xz_codec() { return std::make_unique<XzCodec>(); }

}  // namespace why502::input
