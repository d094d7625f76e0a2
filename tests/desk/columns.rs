//! Headers: which export it is, and where what stands in it.

use waymark::desk::columns::{Columns, Field, Shop, plain};

fn of(header: &str, separator: char) -> Result<Columns, Vec<String>> {
    Columns::of(header.split(separator))
}

#[test]
fn exports_are_recognised_by_their_headers() {
    let known = [
        // Shopify's orders export, its columns of 2024 as published samples show them; shortened behind what is read.
        (
            "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,\
             Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name",
            Shop::Shopify,
            (0, 15, 12),
        ),
        // WooCommerce Analytics > Orders, `get_export_columns` of 9.x, and of 4.x.
        (
            "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),Net Sales,Attribution",
            Shop::WooCommerce,
            (1, 0, 8),
        ),
        (
            "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),N. Revenue",
            Shop::WooCommerce,
            (1, 0, 8),
        ),
        // "Advanced Order Export For WooCommerce", its default columns.
        (
            "Order Number,Order Status,Order Date,Customer Note,Email (Billing),Cart Discount Amount,Order Subtotal Amount,\
             Order Shipping Amount,Order Refund Amount,Order Total Amount,Order Total Tax Amount,SKU,Item #,Coupon Code,Discount Amount",
            Shop::WooCommerce,
            (0, 2, 13),
        ),
        // WebToffee's "Order Export", a published sample.
        (
            "order_id,order_number,order_date,paid_date,status,shipping_total,tax_total,cart_discount,discount_total,order_total,\
             order_currency,billing_email,coupon_items,refund_items",
            Shop::WooCommerce,
            (1, 2, 12),
        ),
        ("Order ID,Number,Date,Status,Customer,Net Sales,Coupon(s),Attribution", Shop::WooCommerce, (0, 2, 6)),
    ];
    for (header, shop, (id, created, codes)) in known {
        let columns = of(header, ',').unwrap_or_else(|missing| panic!("{missing:?}"));
        let places = [Field::Id, Field::Created, Field::Codes].map(|field| columns.place(field));
        assert_eq!((columns.shop, places), (shop, [Some(id), Some(created), Some(codes)]), "{header}");
    }
}

#[test]
fn what_is_missing_is_named_with_what_was_looked_for() {
    let missing = of("Product,Price", ',').unwrap_err().join("; ");
    for wanted in [
        "the order's number: looked for `Order Number`",
        "its date",
        "its discount codes",
        "`Coupon(s)`",
        "`Net Sales`",
    ] {
        assert!(missing.contains(wanted), "{wanted} in {missing}");
    }
    let missing = of("Name,Email,Financial Status,Total,Created at", ',').unwrap_err();
    assert_eq!(missing, ["its discount codes: looked for `Discount Code`"]);
}

#[test]
fn names_are_compared_without_case_and_punctuation() {
    assert_eq!(plain("  Order_Total "), plain("ORDER TOTAL"));
    assert_eq!(plain("Coupon(s)"), "coupons");
    assert_eq!(plain("Order #"), "order number");
}
