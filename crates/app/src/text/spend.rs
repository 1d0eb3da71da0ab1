//! Money: what is ordered today, the limit, and what is asked before more is spent.

use crate::text::texts;

texts! {
    anyway: "Order anyway";
    at_least(price): "at least {price}";
    billed(price): "Providers have confirmed {price} of it so far; the rest is counted at the list price.";
    cost_at_least(jobs, price): "{jobs} · at least {price}";
    just_ordered(models, ago): "{models} got this very order {ago}.";
    just_ordered_open(models, ago): "{models} got this very order {ago} and may still be working on it.";
    limit_a_day: "Limit a day";
    limit_hint: "In US dollars. Beyond it nothing is sent before you say so. The sketch and the sandbox never count.";
    limit_is_none: "A limit is a number of dollars, such as 2.50.";
    no_limit: "None";
    not_now: "Not now";
    only_others[count]: "Only the {count} other", "Only the other {count}";
    order_again: "Order again";
    order_again_head: "Order again?";
    over_head: "This goes over today's limit";
    over_what(limit, spent, more): "Your limit is {limit} a day. {spent} is ordered today, and this adds {more}. Nothing was sent.";
    price_unknown_head: "The price is not known";
    raise_and_order: "Raise and order";
    spending: "Spending";
    today(price): "Today {price}";
    today_of(price, limit): "Today {price} of {limit}";
    today_orders[count](price): "{price} in {count} order since midnight, from all tabs of this browser.", "{price} in {count} orders since midnight, from all tabs of this browser.";
    today_none: "Nothing was ordered for money today.";
    twice_more: "A second order is a second charge. Nothing was sent yet.";
    unpriced_what(models): "Nobody says what {models} charges, so your limit cannot count it. Nothing was sent.";
}
