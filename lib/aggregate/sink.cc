// sink.cc -- where the events and rejects of one task go.
#include "lib/aggregate/sink.h"

#include <utility>

namespace why502::counting {
namespace {

// What keeping costs besides the bytes.
constexpr std::size_t kOfAnEvent = sizeof(OwnedEvent) + 64;
constexpr std::size_t kOfAReject = sizeof(KeptReject) + 64;

}  // namespace

Sink::Sink(Shared& shared, Key key, Aggregate& part, CutFile* file)
    : shared_(shared), key_(key), part_(part), file_(file) {
  is_mine_ = shared.is_ordered && shared.queue.has_turn(key);
}

void Sink::pass_over_what_was_told() {
  is_anew_ = true;
  if (!shared_.is_ordered || !shared_.queue.wait_turn(key_, nullptr)) return;
  is_mine_ = true;
  events_to_pass_ = file_->events_given;
  rejects_to_pass_ = file_->rejects_given;
}

bool Sink::take(const Event& event) {
  if (shared_.options.filter != nullptr && !shared_.options.filter->matches(event)) return true;
  return shared_.options.redact ? give(redactor_.redact(event)) : give(event);
}

bool Sink::give(const Event& event) {
  // Events that are told are counted then, so that after a stop the sum is what was told.
  if (!shared_.options.on_event) {
    part_.add(event);
    return true;
  }
  if (is_mine_) return tell(event);
  kept_bytes_ += event.text().size() + event.source().size() + kOfAnEvent;
  kept_.emplace_back(std::in_place_type<OwnedEvent>, event);
  return true;
}

void Sink::take(const Reject& reject) {
  if (!shared_.is_ordered) {
    if (first_rejects_.size() < shared_.options.most_rejects) first_rejects_.emplace_back(key_, reject);
  } else if (is_mine_) {
    tell(reject);
  } else {
    kept_bytes_ += reject.line.size() + reject.source.size() + kOfAReject;
    kept_.emplace_back(std::in_place_type<KeptReject>, key_, reject);
  }
}

bool Sink::tell(const Event& event) {
  if (events_to_pass_ > 0) {
    --events_to_pass_;
    return true;
  }
  if (shared_.ended) return false;
  shared_.results.tell(event);
  if (file_ != nullptr) ++file_->events_given;
  if (!shared_.options.on_event(event)) shared_.ended = true;
  return !shared_.ended;
}

void Sink::tell(const Reject& reject) {
  if (rejects_to_pass_ > 0) {
    --rejects_to_pass_;
    return;
  }
  if (shared_.ended || shared_.rejects_given >= shared_.options.most_rejects) return;
  ++shared_.rejects_given;
  if (file_ != nullptr) ++file_->rejects_given;
  shared_.options.on_reject(reject);
}

void Sink::tell_kept() {
  for (const Kept& kept : kept_) {
    if (const auto* event = std::get_if<OwnedEvent>(&kept)) {
      tell(event->view());
    } else {
      tell(std::get<KeptReject>(kept).view());
    }
  }
  kept_.clear();
  kept_bytes_ = 0;
}

void Sink::after_read(std::string_view input) {
  if (is_given_up()) return;
  if (shared_.is_ordered && !is_mine_) {
    is_mine_ = kept_bytes_ < kMostBytes ? shared_.queue.has_turn(key_)
                                        : shared_.queue.wait_turn(key_, file_ == nullptr ? nullptr : file_->failure());
    if (is_given_up()) return;
    if (is_mine_) tell_kept();
  }
  if (!shared_.is_ordered || is_mine_) shared_.tell_progress(input);
}

void Sink::finish() {
  if (!shared_.is_ordered) {
    if (first_rejects_.empty()) return;
    if (file_ != nullptr && !is_anew_) {
      file_->keep(std::move(first_rejects_), shared_.options.most_rejects);
    } else {
      shared_.results.keep(std::move(first_rejects_), shared_.options.most_rejects);
    }
    return;
  }
  if (is_mine_) return;
  is_mine_ = shared_.queue.wait_turn(key_, file_ == nullptr || is_anew_ ? nullptr : file_->failure());
  if (is_mine_ && !is_given_up()) tell_kept();
}

void Sink::drop() {
  kept_.clear();
  kept_bytes_ = 0;
}

}  // namespace why502::counting
