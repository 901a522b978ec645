// callback.h -- a reference to something callable: how the library calls you.
#ifndef WHY502_CALLBACK_H_
#define WHY502_CALLBACK_H_

#include <memory>
#include <type_traits>

#include "why502/attributes.h"

namespace why502 {

// Callback<Args...> refers to a lambda, a function or a function object that
// takes Args. What it returns is one of two things:
//   void   go on, always;
//   bool   true: go on; false: stop, and be called no more.
// Each function that takes a Callback says what stopping means there.
//
// LIFETIME. Does not own: the callable must outlive the Callback. As a
// parameter that is always so; where an options struct keeps one, its comment
// says until when.
// COST. One indirect call; never allocates.
template <typename... Args>
class Callback {
 public:
  // Calls nothing; every call says "go on".
  Callback() noexcept = default;

  template <typename F>
  requires(std::is_invocable_v<F&, Args...> && !std::is_same_v<std::remove_cvref_t<F>, Callback>)
      // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): copies are left out above
      Callback(F&& callable WHY502_LIFETIME_BOUND)
  noexcept {
    using Target = std::remove_reference_t<F>;
    if constexpr (std::is_function_v<Target>) {
      target_.function = reinterpret_cast<void (*)()>(std::addressof(callable));
    } else {
      target_.object = const_cast<void*>(static_cast<const void*>(std::addressof(callable)));
    }
    call_ = [](Erased target, Args... args) -> bool {
      auto& f = target_of<Target>(target);
      if constexpr (std::is_void_v<std::invoke_result_t<F&, Args...>>) {
        f(static_cast<Args>(args)...);
        return true;
      } else {
        return static_cast<bool>(f(static_cast<Args>(args)...));
      }
    };
  }

  bool operator()(Args... args) const { return call_ == nullptr || call_(target_, static_cast<Args>(args)...); }

  // Does it call anything?
  explicit operator bool() const noexcept { return call_ != nullptr; }

 private:
  union Erased {
    void* object;
    void (*function)();
  };

  template <typename Target>
  static Target& target_of(Erased target) noexcept {
    if constexpr (std::is_function_v<Target>) {
      return *reinterpret_cast<Target*>(target.function);
    } else {
      return *static_cast<Target*>(target.object);
    }
  }

  Erased target_{};
  bool (*call_)(Erased, Args...) = nullptr;
};

}  // namespace why502

#endif  // WHY502_CALLBACK_H_
