// cut_file.cc -- slices handed out, seams compared, parts put together.
#include "lib/aggregate/cut_file.h"

#include <algorithm>

namespace why502::counting {

CutFile::CutFile(std::unique_ptr<input::PlainFile> file, std::uint64_t begin, std::uint64_t end, Sizes sizes,
                 std::string left_out)
    : file_(std::move(file)), begin_(begin), end_(end), sizes_(sizes), left_out_(std::move(left_out)), next_(begin) {}

std::optional<CutFile::Slice> CutFile::take() {
  const std::lock_guard lock(mutex_);
  if (is_taken_ || has_failed()) return std::nullopt;
  Slice slice{next_number_, next_, end_, true};
  const std::uint64_t last = std::min(end_, file_->bytes());
  const std::uint64_t share = (last - std::min(last, next_)) / sizes_.share;
  const std::uint64_t bytes = std::clamp(share, sizes_.least, sizes_.most);
  if (end_ - next_ > bytes) {
    const auto line = file_->line_from(next_ + bytes, end_);
    // An error shows when the slice is read.
    if (line && *line) {
      slice.end = **line;
      slice.is_last = false;
    }
  }
  is_taken_ = slice.is_last;
  next_ = slice.end;
  ++next_number_;
  ++active_;
  return slice;
}

bool CutFile::has_more() const {
  const std::lock_guard lock(mutex_);
  return !is_taken_ && !has_failed();
}

void CutFile::begins(std::size_t number, std::optional<std::string> state) {
  meet(number, {true, std::move(state)}, behind_, before_);
}

void CutFile::ends(std::size_t number, std::optional<std::string> state) {
  meet(number + 1, {true, std::move(state)}, before_, behind_);
}

void CutFile::ends_unknown(std::size_t number) { meet(number + 1, {false, std::nullopt}, before_, behind_); }

void CutFile::meet(std::size_t seam, Told told, std::map<std::size_t, Told>& mine,
                   std::map<std::size_t, Told>& others) {
  const std::lock_guard lock(mutex_);
  const auto other = others.find(seam);
  if (other == others.end()) {
    mine.emplace(seam, std::move(told));
    return;
  }
  const bool is_same = !told.is_known || !other->second.is_known ||
                       (told.state && other->second.state && *told.state == *other->second.state);
  others.erase(other);
  if (!is_same) fail();
}

bool CutFile::release() {
  const std::lock_guard lock(mutex_);
  --active_;
  return active_ == 0 && has_failed();
}

void CutFile::join() {
  const std::lock_guard lock(mutex_);
  ++members_;
}

void CutFile::hand_in(Aggregate&& part) {
  const std::lock_guard lock(mutex_);
  if (has_failed()) return;
  if (sum_.aggregate) {
    sum_.aggregate->merge(part);
  } else {
    sum_.aggregate = std::move(part);
  }
}

std::optional<Aggregate> CutFile::take_part() {
  const std::lock_guard lock(mutex_);
  return std::exchange(sum_.aggregate, std::nullopt);
}

void CutFile::add(const Counters& counters) {
  const std::lock_guard lock(mutex_);
  sum_.counters += counters;
}

void CutFile::keep(std::vector<KeptReject> rejects, std::size_t most) {
  const std::lock_guard lock(mutex_);
  keep_first(std::move(rejects), most, &sum_.rejects);
}

bool CutFile::leave(bool is_stopped) {
  const std::lock_guard lock(mutex_);
  return --members_ == 0 && active_ == 0 && !has_failed() && (is_taken_ || is_stopped);
}

std::optional<CutFile::Sum> CutFile::take_sum() {
  const std::lock_guard lock(mutex_);
  if (sum_taken_ || has_failed()) return std::nullopt;
  sum_taken_ = true;
  return std::move(sum_);
}

}  // namespace why502::counting
