using Budstikke.Jobs;

namespace Budstikke.Orders;

/// <summary>The client has our word: the order is stored and will be invoiced.</summary>
[StoredAs("OrderAccepted")]
internal sealed record OrderAccepted : Fact
{
    public required decimal GrandTotal { get; init; }

    public required InvoiceInterval Interval { get; init; }

    public required bool SeparateInvoices { get; init; }

    /// <summary>What is odd about the order, although we took it; a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The days that it is invoiced with, <c>2026-11-01/2026-11-30</c>; null where it is invoiced at
    /// once.</summary>
    public string? Period { get; init; }

    /// <summary>When the run goes that invoices it.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Why it cannot wait for the run of its period.</summary>
    public string? HeldReason { get; init; }

    /// <summary>Invoiced at once, without waiting for a period to close.</summary>
    public bool IsAtOnce => HeldUntil is null;
}

/// <summary>The client took it back before it was invoiced.</summary>
[StoredAs("OrderCancelled")]
internal sealed record OrderCancelled : Fact
{
    /// <summary>In the client's words.</summary>
    public required string Note { get; init; }
}

/// <summary>The order is in another state; the client is told.</summary>
[StoredAs("OrderStatusChanged")]
internal sealed record OrderStatusChanged : Fact
{
    public required string From { get; init; }

    public required string To { get; init; }
}

/// <summary>A person has written something down about it.</summary>
[StoredAs("OrderNoted")]
internal sealed record OrderNoted : Fact
{
    public required string Note { get; init; }
}
