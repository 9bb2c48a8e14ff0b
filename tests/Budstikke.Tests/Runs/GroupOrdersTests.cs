using Budstikke.Invoicing;
using Budstikke.Invoicing.Runs;
using Budstikke.Orders;
using Budstikke.Tests.Support;

namespace Budstikke.Tests.Runs;

/// <summary>Which of a customer's orders share an invoice, and what is said where they do not.</summary>
public sealed class GroupOrdersTests
{
    private static readonly Period s_november = new(new(2026, 11, 1), new(2026, 11, 30));
    private static readonly Order s_person = Samples.ToPerson with { SeparateInvoices = false };
    private static readonly Order s_company = Samples.ToCompany with { SeparateInvoices = false };

    [Fact]
    public void Orders_that_agree_share_one_invoice_and_nothing_is_said() =>
        Groups(s_person, s_person with { BuyerReference = "theirs", PurchaseOrderReference = "PO-1" })
            .ShouldBe(["ODR0 ODR1: "]);

    [Theory]
    [InlineData("name")]
    [InlineData("address")]
    [InlineData("e-mail address")]
    [InlineData("language")]
    [InlineData("maturity")]
    [InlineData("period")]
    public void Each_term_that_differs_parts_them_and_is_named(string what)
    {
        var other = Collected(Changed(what), 1);
        var groups = GroupOrders.Of([
            Collected(s_person, 0),
            what == "period" ? other with { Period = new(new(2026, 11, 16), new(2026, 11, 30)) } : other,
        ]);

        groups
            .Select(Said)
            .ShouldBe([$"ODR0: Apart from ODR1: not the same {what}.", $"ODR1: Apart from ODR0: not the same {what}."]);
    }

    [Fact]
    public void Every_difference_is_named() =>
        Groups(s_person, s_person with { MaturityDays = 14, Customer = s_person.Customer with { Language = "no" } })[0]
            .ShouldBe("ODR0: Apart from ODR1: not the same language, maturity.");

    [Fact]
    public void Of_orders_by_EHF_each_reference_has_an_invoice_of_its_own() =>
        Groups(
                s_company,
                s_company with
                {
                    BuyerReference = "Prosjekt 8",
                },
                s_company,
                s_company with
                {
                    BuyerReference = null,
                }
            )
            .ShouldBe([
                "ODR0 ODR2: Apart from ODR1: not the same buyer's reference, of which an EHF has one. "
                    + "Apart from ODR3: not the same buyer's reference, of which an EHF has one.",
                "ODR1: Apart from ODR0 and 1 more: not the same buyer's reference, of which an EHF has one. "
                    + "Apart from ODR3: not the same buyer's reference, of which an EHF has one.",
                "ODR3: Apart from ODR0 and 1 more: not the same buyer's reference, of which an EHF has one. "
                    + "Apart from ODR1: not the same buyer's reference, of which an EHF has one.",
            ]);

    [Fact]
    public void A_company_without_a_Peppol_address_may_have_any_references_on_one_invoice()
    {
        var abroad = Samples.ToForeignCompany with { SeparateInvoices = false };

        Groups(abroad, abroad with { BuyerReference = "Prosjekt 8" }).ShouldBe(["ODR0 ODR1: "]);
    }

    [Fact]
    public void Separate_invoices_are_not_explained() =>
        Groups(s_person with { SeparateInvoices = true }, s_person, s_person with { SeparateInvoices = true }, s_person)
            .ShouldBe(["ODR0: ", "ODR2: ", "ODR1 ODR3: "]);

    [Fact]
    public void An_invoice_that_would_be_too_long_becomes_two()
    {
        var long_ = s_person with { Lines = [.. Enumerable.Repeat(s_person.Lines[0], 600)] };

        Groups(long_, s_person, long_)
            .ShouldBe([
                "ODR0 ODR1: Apart from ODR2: an invoice has at most 1000 lines.",
                "ODR2: Apart from ODR0 and 1 more: an invoice has at most 1000 lines.",
            ]);
    }

    [Fact]
    public void A_customer_whose_every_order_differs_is_not_told_of_each()
    {
        var groups = GroupOrders.Of([
            .. Enumerable.Range(0, 9).Select(i => Collected(s_person with { MaturityDays = i }, i)),
        ]);

        groups[0].Reasons.Count.ShouldBe(6);
        groups[0].Reasons[^1].ShouldBe("Apart from 3 more invoices of the customer.");
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a*200 b", "a*200")]
    [InlineData("a*100 b*100 c", "a*100 b*100")]
    [InlineData("a*100 b*101", "a*100")]
    [InlineData("a*900 b", "a*900")]
    [InlineData("a*1000", "a*1000")]
    [InlineData("a*1001", "a*1000")]
    [InlineData("a*1000 b", "a*1000")]
    public void A_slice_has_whole_customers_up_to_its_limit(string ahead, string slice) =>
        RunSlices
            .Cut(Held(ahead), RunLimits.DefaultSliceOrders)
            .Select(order => order.CustomerId)
            .ShouldBe(Held(slice).Select(order => order.CustomerId));

    private static List<HeldOrder> Held(string customers) =>
        [
            .. customers
                .Split(' ')
                .Select(customer => (customer + "*1").Split('*'))
                .SelectMany(customer => Enumerable.Repeat(customer[0], int.Parse(customer[1])))
                .Select((customer, i) => new HeldOrder($"ODR{i}", customer, i, null)),
        ];

    private static Order Changed(string what)
    {
        var customer = s_person.Customer;
        return what switch
        {
            "name" => s_person with { Customer = customer with { Name = "Kari N." } },
            "address" => s_person with
            {
                Customer = customer with { Address = customer.Address with { Street = "Gata 1" } },
            },
            "e-mail address" => s_person with { Customer = customer with { Email = "k@customer.example" } },
            "language" => s_person with { Customer = customer with { Language = "no" } },
            "maturity" => s_person with { MaturityDays = 14 },
            _ => s_person,
        };
    }

    private static CollectedOrder Collected(Order order, int at) =>
        new(new($"ODR{at}", "CLT1", "CSRT1", OrderState.Sent, 0, at, null, "", 0), order, s_november);

    private static IReadOnlyList<string> Groups(params Order[] orders) =>
        [.. GroupOrders.Of([.. orders.Select(Collected)]).Select(Said)];

    private static string Said(InvoiceGroup group) =>
        $"{string.Join(' ', group.OrderIds)}: {string.Join(' ', group.Reasons)}";
}
