// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/condition.hpp>

#include <algorithm>

namespace rondo::inline v0::sim {

namespace detail {

condition_rule::~condition_rule() = default;

namespace {

class condition_state final : public event_state<condition_value> {
public:
    condition_state(simulator& home, std::vector<any_event> members, wanted how, std::size_t some,
                    std::unique_ptr<condition_rule> rule, place made)
        : event_state(home, made), members_(std::move(members)),
          nodes_(std::make_unique<node[]>(members_.size())), rule_(std::move(rule)), some_(some), how_(how) {
        set(is_condition);
    }
    ~condition_state() override { stop_listening(); }
    const char* kind() const noexcept override { return "condition"; }

    void explain(std::string& out) const override {
        constexpr std::size_t most = 3;
        std::size_t pending = 0;
        for (const any_event& member : members_) {
            const event_core& of = member.core();
            if (of.is(processed) || ++pending > most) continue;
            out += (pending == 1 ? " of " : ", ") + of.describe();
            of.explain(out);
        }
        if (pending > most) out += ", and " + std::to_string(pending - most) + " more";
    }

    void begin() {
        if (members_.empty()) {
            result.set(condition_value());
            return trigger_now();
        }
        set(hooked);
        const bool pending_matters = home->order() == order_policy::simpy;
        for (std::size_t i = 0; i != members_.size(); ++i) {
            event_core& member = members_[i].core();
            nodes_[i].of = this;
            if (member.is(processed))
                check(member);
            else
                member.callbacks.push_back(nodes_[i]);
        }
        if (pending_matters && !is(triggered)) home->keep(*this); // it may fail when nobody holds it any more
    }

    bool has_begun() override {
        remove_checks();
        if (!is(failed)) {
            condition_value found;
            populate(found);
            result.set(std::move(found));
        }
        return true;
    }

private:
    struct node : callback_node {
        node() noexcept : callback_node(&told) {}
        static void told(callback_node& self, event_core& member) {
            static_cast<node&>(self).of->check(member);
        }
        condition_state* of = nullptr;
    };

    bool met() {
        switch (how_) {
        case wanted::all:
            return happened_ == members_.size();
        case wanted::any:
            return true;
        case wanted::some:
            return happened_ >= some_;
        case wanted::by_rule:
            break;
        }
        return rule_->met(members_, happened_);
    }
    void check(event_core& member) {
        if (is(triggered)) return;
        ++happened_;
        if (member.is(failed)) {
            member.set(defused);
            fail_with(member.outcome().error);
        } else if (met()) {
            trigger_now();
        }
    }
    void populate(condition_value& into) const {
        for (const any_event& member : members_) {
            if (member.core().is(is_condition))
                static_cast<const condition_state&>(member.core()).populate(into);
            else if (member.core().is(processed))
                into.add(member);
        }
    }
    void stop_listening() noexcept {
        for (std::size_t i = 0; i != members_.size(); ++i)
            if (nodes_[i].listed()) members_[i].core().callbacks.erase(nodes_[i]);
    }
    void remove_checks() {
        stop_listening();
        for (const any_event& member : members_)
            if (member.core().is(is_condition)) static_cast<condition_state&>(member.core()).forget();
    }
    // Whoever counted on it has what he wanted.
    void forget() {
        remove_checks();
        if (!is(triggered)) home->unkeep(*this);
    }

    std::vector<any_event> members_;
    std::unique_ptr<node[]> nodes_;
    std::unique_ptr<condition_rule> rule_;
    std::size_t some_;
    std::size_t happened_ = 0;
    wanted how_;
};

} // namespace

condition make_condition(std::vector<any_event> members, wanted how, std::size_t some,
                         std::unique_ptr<condition_rule> rule, simulator* home, place made) {
    if (!home) {
        if (members.empty())
            throw value_error(
                "a condition of no events belongs to no environment: use env.all_of or env.any_of");
        home = members.front().core().home;
    }
    for (const any_event& member : members)
        if (member.core().home != home)
            throw value_error("condition: " + member.describe() +
                              " belongs to another environment: events of different "
                              "environments do not mix" +
                              home->asked_at(made));
    if (how == wanted::some && some > members.size())
        throw value_error("at_least: " + std::to_string(some) + " of " + std::to_string(members.size()) +
                          " events can never happen" + home->asked_at(made));
    const core_ref<condition_state> state(
        *new condition_state(*home, std::move(members), how, some, std::move(rule), made));
    state->begin();
    return condition(*state);
}

} // namespace detail

bool condition_value::contains(const any_event& e) const noexcept {
    return std::find(members_.begin(), members_.end(), e) != members_.end();
}

void condition_value::expect_member(const any_event& e) const {
    if (!contains(e))
        throw value_error("condition_value: " + e.describe() +
                          " is not among what had happened: ask contains() first");
}

} // namespace rondo::inline v0::sim
