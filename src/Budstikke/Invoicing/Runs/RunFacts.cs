using Budstikke.Jobs;

namespace Budstikke.Invoicing.Runs;

/// <summary>On the timeline of the run itself: what it will issue.</summary>
[StoredAs("RunBegun")]
internal sealed record RunBegun : Fact
{
    /// <summary>schedule, or now.</summary>
    public required string Cause { get; init; }

    public required long Orders { get; init; }

    public required long Customers { get; init; }
}

/// <summary>On the timeline of the run itself: a part of it is done.</summary>
[StoredAs("RunAdvanced")]
internal sealed record RunAdvanced : Fact
{
    public required long Orders { get; init; }

    /// <summary>Orders that no lawful invoice can be made of.</summary>
    public required long Rejected { get; init; }

    public required long Invoices { get; init; }

    /// <summary>Of the invoices.</summary>
    public required decimal Amount { get; init; }
}

/// <summary>On the timeline of the run itself: it has been through all its customers.</summary>
[StoredAs("RunEnded")]
internal sealed record RunEnded : Fact;

/// <summary>On the timeline of the run itself: a customer's orders made it fail, and are tried by themselves while it
/// goes on.</summary>
[StoredAs("RunPutAside")]
internal sealed record RunPutAside : Fact
{
    public required string CustomerId { get; init; }

    public required long Orders { get; init; }
}
