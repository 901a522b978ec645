// bzip2.cc -- bzip2 by its own library.
#include <bzlib.h>

#include <new>

#include "lib/input/codecs.h"

namespace why502::input {
namespace {

class Bzip2Codec final : public Codec {
 public:
  Bzip2Codec() = default;
  Bzip2Codec(const Bzip2Codec&) = delete;
  Bzip2Codec& operator=(const Bzip2Codec&) = delete;
  ~Bzip2Codec() override { end(); }

  Step step(std::string_view in, std::span<char> out, bool) override {
    if (between_) {
      end();
      if (BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK) throw std::bad_alloc();
      is_begun_ = true;
      between_ = false;
    }
    // libbz2 changes nothing that next_in points at.
    stream_.next_in = const_cast<char*>(in.data());
    stream_.avail_in = static_cast<unsigned>(in.size());
    stream_.next_out = out.data();
    stream_.avail_out = static_cast<unsigned>(out.size());
    const int result = BZ2_bzDecompress(&stream_);
    between_ = result == BZ_STREAM_END;
    return {in.size() - stream_.avail_in, out.size() - stream_.avail_out, result != BZ_OK && result != BZ_STREAM_END};
  }

  bool is_between_members() const noexcept override { return between_; }

 private:
  void end() noexcept {
    if (is_begun_) BZ2_bzDecompressEnd(&stream_);
    is_begun_ = false;
  }

  bz_stream stream_{};
  bool between_ = true, is_begun_ = false;
};

}  // namespace

std::unique_ptr<Codec> bzip2_codec() { return std::make_unique<Bzip2Codec>(); }

}  // namespace why502::input
