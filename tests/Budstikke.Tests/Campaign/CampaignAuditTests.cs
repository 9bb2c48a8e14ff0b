namespace Budstikke.Tests.Campaign;

/// <summary>An audit that finds nothing in good evidence is worth something only when it finds what is wrong in
/// bad.</summary>
public sealed class CampaignAuditTests
{
    /// <summary>An order that was invoiced, one that was refunded, and one that was cancelled.</summary>
    private static readonly Evidence s_good = new()
    {
        Answered = [new("a", "ODR1", "INVOICED"), new("b", "ODR2", "REFUNDED"), new("c", "ODR3", "CANCELLED")],
        Orders = [new("ODR1", "INVOICED", "a"), new("ODR2", "REFUNDED", "b"), new("ODR3", "CANCELLED", "c")],
        Documents =
        [
            new("CLT1", "I1", 10001, "invoice", "ODR1"),
            new("CLT1", "I2", 10002, "invoice", "ODR2"),
            new("CLT1", "I3", 10003, "creditNote", "ODR2"),
        ],
        Dispatches =
        [
            new("K0", "I1", "Refused"),
            new("K1", "I1", "Accepted"),
            new("K2", "I2", "Accepted"),
            new("K3", "I3", "Accepted"),
        ],
        Deliveries = ["K1", "K2", "K3", "K1"],
        Callbacks =
        [
            Call("ODR1", "INVOICED"),
            Call("ODR2", "INVOICED"),
            Call("ODR2", "REFUNDED"),
            Call("ODR2", "INVOICED"),
            Call("ODR3", "CANCELLED"),
        ],
    };

    [Fact]
    public void What_was_kept_gives_no_finding_and_repeats_are_counted()
    {
        CampaignAudit.Findings(s_good).ShouldBeEmpty();
        (s_good.RepeatedDeliveries, s_good.RepeatedCallbacks).ShouldBe((1, 1));
    }

    [Fact]
    public void A_mail_that_came_back_and_was_not_followed_by_a_letter_is_found()
    {
        Found(s_good with { Returned = ["K1"] }).ShouldContain("it came back");
        var followed = s_good with
        {
            Returned = ["K1"],
            Dispatches =
            [
                .. s_good.Dispatches.Where(one => one.Key != "K1"),
                new("K1", "I1", "FailedLate"),
                new("K4", "I1", "Accepted"),
            ],
            Deliveries = [.. s_good.Deliveries, "K4"],
        };
        CampaignAudit.Findings(followed).ShouldBeEmpty();
    }

    [Fact]
    public void A_lost_order_and_one_that_nobody_was_answered_with_are_found()
    {
        Found(s_good with { Orders = s_good.Orders.Skip(1).ToList() }).ShouldContain("lost");
        Found(s_good with { Orders = [.. s_good.Orders, new("ODR4", "SENT", "d")] })
            .ShouldContain("no key was answered");
    }

    [Fact]
    public void A_key_with_two_orders_and_an_order_with_two_keys_are_found()
    {
        Found(s_good with { Answered = [.. s_good.Answered, new("a", "ODR4", "INVOICED")] }).ShouldContain("one key");
        Found(s_good with { Answered = [.. s_good.Answered, new("d", "ODR1", "INVOICED")] })
            .ShouldContain("the answer to");
    }

    [Fact]
    public void An_order_that_was_sent_once_and_not_answered_is_stored_once_or_not_at_all_and_goes_its_way()
    {
        var sent = s_good with { Unanswered = ["d"] };
        Found(sent).ShouldBeEmpty();
        var stored = sent with
        {
            Orders = [.. s_good.Orders, new("ODR4", "INVOICED", "d")],
            Documents = [.. s_good.Documents, new("CLT1", "I4", 10004, "invoice", "ODR4")],
            Dispatches = [.. s_good.Dispatches, new("K4", "I4", "Accepted")],
            Deliveries = [.. s_good.Deliveries, "K4"],
            Callbacks = [.. s_good.Callbacks, Call("ODR4", "INVOICED")],
        };
        Found(stored).ShouldBeEmpty();
        Found(stored with { Documents = s_good.Documents }).ShouldContain("ODR4: INVOICED with 0 invoices");
        Found(stored with { Callbacks = s_good.Callbacks }).ShouldContain("ODR4: its client heard []");
        Found(stored with { Orders = [.. stored.Orders, new("ODR5", "INVOICED", "d")] })
            .ShouldContain("d: it was sent once and is stored as [ODR4, ODR5]");
    }

    [Fact]
    public void A_second_invoice_a_missing_one_and_a_gap_in_the_numbers_are_found()
    {
        var second = new StoredDocument("CLT1", "I4", 10004, "invoice", "ODR1");
        Found(s_good with { Documents = [.. s_good.Documents, second] }).ShouldContain("with 2 invoices");
        var ofCancelled = second with { OrderId = "ODR3" };
        Found(s_good with { Documents = [.. s_good.Documents, ofCancelled] })
            .ShouldContain("CANCELLED with 1 invoices");
        var withGap = s_good.Documents.Skip(1).ToList();
        Found(s_good with { Documents = withGap }).ShouldContain("with 0 invoices");
        Found(s_good with { Documents = withGap }).ShouldContain("a gap or a double before 10002");
    }

    [Fact]
    public void A_delivery_too_few_and_one_that_is_nobodys_are_found()
    {
        Found(s_good with { Deliveries = ["K1", "K2"] }).ShouldContain("K3: it counts as accepted and never arrived");
        Found(s_good with { Deliveries = ["K0", .. s_good.Deliveries] }).ShouldContain("K0: it arrived");
        var twice = new StoredDispatch("K4", "I1", "Accepted");
        Found(s_good with { Dispatches = [.. s_good.Dispatches, twice] }).ShouldContain("I1: its dispatches are");
    }

    [Fact]
    public void A_mail_that_may_have_arrived_lies_with_a_person_and_goes_by_no_other_channel()
    {
        IReadOnlyList<StoredDispatch> doubted = [new("K1", "I1", "InDoubt"), .. s_good.Dispatches.Skip(2)];
        var lies = s_good with { Dispatches = doubted, Cases = [new("C1", "arrival-unknown", "K1", "", null)] };
        Found(lies).ShouldBe("");
        Found(lies with { Deliveries = ["K2", "K3", "C1"] }).ShouldBe("");
        Found(s_good with { Dispatches = doubted }).ShouldBe("K1: it is in doubt, and no person has a case of it.");
        Found(s_good with { Dispatches = [new("K4", "I1", "Accepted"), .. doubted] })
            .ShouldContain("I1: its dispatches are");
    }

    [Fact]
    public void Whatever_else_lies_with_a_person_is_found()
    {
        IReadOnlyList<StoredCase> failing = [new("C1", "job-failing", "issue 7", "It failed.", 1)];
        Found(s_good with { Cases = failing }).ShouldBe("C1: job-failing, issue 7: It failed.");
    }

    [Fact]
    public void Callbacks_that_are_missing_wrong_or_out_of_order_are_found()
    {
        Found(s_good with { Callbacks = s_good.Callbacks.Skip(1).ToList() }).ShouldContain("heard [] instead");
        Found(s_good with { Callbacks = [Call("ODR2", "REFUNDED"), .. s_good.Callbacks] })
            .ShouldContain("heard [REFUNDED, INVOICED] instead of [INVOICED, REFUNDED]");
        Found(s_good with { Callbacks = [Call("ODR1", "INVOICED") with { IsRight = false }, .. s_good.Callbacks] })
            .ShouldContain("wrong checksum");
    }

    private static HeardCallback Call(string order, string status) => new(order, status, $"{order} {status}", true);

    private static string Found(Evidence evidence) => string.Join('\n', CampaignAudit.Findings(evidence));
}
