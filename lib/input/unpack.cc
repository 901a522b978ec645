// unpack.cc -- compressed bytes as the bytes that were compressed.
#include "lib/input/unpack.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <utility>

#include "lib/base/errno_guard.h"
#include "lib/base/quote.h"
#include "lib/input/codecs.h"

namespace why502::input {
namespace {

constexpr Compression kCompressions[] = {
    {"gzip", "\x1f\x8b\x08", gzip_codec},
    {"zstd", "\x28\xb5\x2f\xfd", zstd_codec},
    {"xz", {"\xfd\x37zXZ\0", 6}, xz_codec},
    {"bzip2", "BZh", bzip2_codec},
};

class Unpacker final : public SourceReader {
 public:
  Unpacker(const Compression& compression, std::unique_ptr<SourceReader> packed, std::string name)
      : compression_(compression), codec_(compression.codec()), packed_(std::move(packed)), name_(std::move(name)) {}

  Result<std::size_t> read(std::span<char> into) override {
    const base::ErrnoGuard guard;
    into = into.first(std::min<std::size_t>(into.size(), 1 << 30));  // some codecs count in 32 bits
    for (;;) {
      if (failed_) return *failed_;
      if (auto error = fill()) return *error;
      if (codec_->is_between_members()) {
        skip_zeros();
        if (in_.empty() && is_over_) return std::size_t{0};
        if (in_.empty()) continue;
        if (is_begun_ && !begins_a_member()) {
          return Error{Errc::corrupt, sentence("something else follows its " + std::string(compression_.id) + " data")};
        }
      }
      is_begun_ = true;
      const Codec::Step step = codec_->step(in_, into, is_over_);
      in_.remove_prefix(step.consumed);
      offset_ += step.consumed;
      if (step.damaged) {
        failed_ = Error{Errc::corrupt, sentence("its " + std::string(compression_.id) + " data is damaged")};
      } else if (step.produced == 0 && step.consumed == 0 && is_over_ && !codec_->is_between_members()) {
        failed_ = Error{Errc::corrupt, sentence("its " + std::string(compression_.id) + " data ends in the middle")};
      }
      if (step.produced > 0) return step.produced;
    }
  }

 private:
  std::string sentence(const std::string& what) const {
    return "cannot read all of " + base::quote(name_) + ": " + what + ", at byte " + std::to_string(offset_);
  }

  // Makes in_ long enough for a magic, if so much is to come.
  std::optional<Error> fill() {
    while (in_.size() < kMagicBytes && !is_over_) {
      std::memmove(room_.data(), in_.data(), in_.size());
      const auto n = packed_->read(std::span(room_).subspan(in_.size()));
      if (!n) return n.error();
      is_over_ = *n == 0;
      in_ = {room_.data(), in_.size() + *n};
    }
    return std::nullopt;
  }

  // Tapes and some writers fill a block with them behind the last member.
  void skip_zeros() noexcept {
    if (!is_begun_) return;
    const std::size_t zeros = std::min(in_.find_first_not_of('\0'), in_.size());
    in_.remove_prefix(zeros);
    offset_ += zeros;
  }

  // zstd may also have frames to be skipped.
  bool begins_a_member() const noexcept {
    constexpr std::string_view kSkippable = "\x2a\x4d\x18";
    return in_.starts_with(compression_.magic) || (compression_.id == "zstd" && in_.substr(1).starts_with(kSkippable));
  }

  const Compression& compression_;
  std::unique_ptr<Codec> codec_;
  std::unique_ptr<SourceReader> packed_;
  std::string name_;
  std::array<char, 64 * 1024> room_;
  std::string_view in_{room_.data(), 0};  // what of it is left
  std::uint64_t offset_ = 0;              // of in_ in what is packed
  bool is_over_ = false, is_begun_ = false;
  std::optional<Error> failed_;
};

// Gives out bytes that were read already, then the rest.
class Resumed final : public SourceReader {
 public:
  Resumed(std::string first, std::unique_ptr<SourceReader> rest) : first_(std::move(first)), rest_(std::move(rest)) {}

  Result<std::size_t> read(std::span<char> into) override {
    if (at_ == first_.size()) return rest_->read(into);
    const std::size_t n = std::min(into.size(), first_.size() - at_);
    std::memcpy(into.data(), first_.data() + at_, n);
    at_ += n;
    return n;
  }

 private:
  std::string first_;
  std::size_t at_ = 0;
  std::unique_ptr<SourceReader> rest_;
};

class Sniffer final : public SourceReader {
 public:
  Sniffer(std::unique_ptr<SourceReader> reader, std::string name)
      : reader_(std::move(reader)), name_(std::move(name)) {}

  Result<std::size_t> read(std::span<char> into) override {
    if (!is_told_) {
      auto came = reader_->read(into);
      if (!came || *came == 0) return came;
      is_told_ = true;
      std::string first(into.data(), *came);
      if (!may_be_packed(std::string_view(first).substr(0, kMagicBytes))) return came;
      // Byte by byte: a line that has come is not kept waiting.
      char byte = 0;
      while (first.size() < kMagicBytes && may_be_packed(first)) {
        auto n = reader_->read({&byte, 1});
        if (!n) return n;
        if (*n == 0) break;
        first += byte;
      }
      const Compression* compression = compression_of(first);
      reader_ = std::make_unique<Resumed>(std::move(first), std::move(reader_));
      if (compression != nullptr) reader_ = unpack(*compression, std::move(reader_), name_);
    }
    return reader_->read(into);
  }

 private:
  static bool may_be_packed(std::string_view first) noexcept {
    return std::any_of(std::begin(kCompressions), std::end(kCompressions), [&](const Compression& each) {
      const std::size_t size = std::min(first.size(), each.magic.size());
      return first.substr(0, size) == each.magic.substr(0, size);
    });
  }

  std::unique_ptr<SourceReader> reader_;
  std::string name_;
  bool is_told_ = false;
};

}  // namespace

const Compression* compression_of(std::string_view first) noexcept {
  if (first.size() < kMagicBytes) return nullptr;
  for (const Compression& compression : kCompressions) {
    if (!first.starts_with(compression.magic)) continue;
    // Letters alone may begin a line: behind bzip2's comes a digit and a block's, or the end's, mark.
    const bool is_letters = compression.magic == "BZh";
    if (is_letters && first.substr(4, 2) != "1A" && first.substr(4, 2) != "\x17\x72") continue;
    return &compression;
  }
  return nullptr;
}

std::unique_ptr<SourceReader> unpack(const Compression& compression, std::unique_ptr<SourceReader> packed,
                                     std::string name) {
  return std::make_unique<Unpacker>(compression, std::move(packed), std::move(name));
}

std::unique_ptr<SourceReader> unpack_if_packed(std::unique_ptr<SourceReader> reader, std::string name) {
  return std::make_unique<Sniffer>(std::move(reader), std::move(name));
}

}  // namespace why502::input
