using Budstikke.Jobs;

namespace Budstikke.Invoicing;

/// <summary>The document exists, with its number, and is sent from now on as it is.</summary>
[StoredAs("InvoiceIssued")]
internal sealed record InvoiceIssued : Fact
{
    public required string InvoiceId { get; init; }

    /// <summary>The run that issued it; null where the order was invoiced at once.</summary>
    public string? RunId { get; init; }

    public required string Number { get; init; }

    public required DateOnly IssueDate { get; init; }

    public DateOnly? DueDate { get; init; }

    public required decimal AmountDue { get; init; }

    /// <summary>Of the amount due, the fee with VAT; null where there is none.</summary>
    public decimal? Fee { get; init; }

    public string? Kid { get; init; }

    public required string PdfSha256 { get; init; }

    public required string UblSha256 { get; init; }

    /// <summary>The official rules that it was checked by, with their versions; null where none were set.</summary>
    public IReadOnlyList<string>? CheckedBy { get; init; }

    /// <summary>What these rules warn of; null where they do not.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>Those of its orders that could not be invoiced before; null where there are none.</summary>
    public IReadOnlyList<string>? WereAside { get; init; }
}

/// <summary>No lawful document can be made of the order: a person must look at it.</summary>
[StoredAs("InvoiceRejected")]
internal sealed record InvoiceRejected : Fact
{
    public required IReadOnlyList<string> Violations { get; init; }
}

/// <summary>A person wants the order to be invoiced now.</summary>
[StoredAs("IssueRequested")]
internal sealed record IssueRequested : Fact;

/// <summary>Something of the order is given back: it is promised, and a credit note will say so.</summary>
[StoredAs("RefundRequested")]
internal sealed record RefundRequested : Fact
{
    /// <summary>Which is credited.</summary>
    public required string InvoiceId { get; init; }

    /// <summary>1 for the order's first.</summary>
    public required long Refund { get; init; }

    public required decimal Amount { get; init; }

    public required IReadOnlyList<LineCredit> Lines { get; init; }

    /// <summary>What the customer reads on the credit note; null where the client gave none.</summary>
    public string? Reason { get; init; }

    /// <summary>The refund of the order that was rejected, and in whose place it stands; null where it is asked for
    /// newly.</summary>
    public long? InPlaceOf { get; init; }
}

/// <summary>A person has ended a refund that no lawful credit note could be made of.</summary>
[StoredAs("RefundWithdrawn")]
internal sealed record RefundWithdrawn : Fact
{
    public required long Refund { get; init; }

    /// <summary>What is done about it instead.</summary>
    public required string Note { get; init; }
}

/// <summary>The credit note exists, with its number, and is sent from now on as it is.</summary>
[StoredAs("CreditNoteIssued")]
internal sealed record CreditNoteIssued : Fact
{
    public required string CreditNoteId { get; init; }

    public required string Number { get; init; }

    public required DateOnly IssueDate { get; init; }

    public required decimal Amount { get; init; }

    /// <summary>Of the invoice that it credits.</summary>
    public required string InvoiceNumber { get; init; }

    public required long Refund { get; init; }

    public required string PdfSha256 { get; init; }

    public required string UblSha256 { get; init; }

    /// <inheritdoc cref="InvoiceIssued.CheckedBy"/>
    public IReadOnlyList<string>? CheckedBy { get; init; }

    /// <inheritdoc cref="InvoiceIssued.Warnings"/>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>No lawful credit note can be made of a refund: it does not count any more, and a person must look at
/// it.</summary>
[StoredAs("CreditNoteRejected")]
internal sealed record CreditNoteRejected : Fact
{
    public required long Refund { get; init; }

    public required IReadOnlyList<string> Violations { get; init; }
}

/// <summary>The customer's collected orders stand on more than one invoice.</summary>
[StoredAs("InvoiceSplit")]
internal sealed record InvoiceSplit : Fact
{
    public required IReadOnlyList<string> Reasons { get; init; }
}
