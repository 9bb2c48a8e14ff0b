namespace Budstikke.Documents.Invoices;

/// <summary>
/// An invoice or a credit note after EN 16931, as far as an issuer needs it. Immutable; all amounts in
/// <see cref="Currency"/>, rounded to two decimals unless said otherwise. A credit note's amounts are positive, as
/// UBL's are.
/// </summary>
public sealed record Invoice
{
    /// <summary>BT-1: digits, gapless per seller.</summary>
    public required string Number { get; init; }

    /// <summary>BT-2, in the seller's time zone.</summary>
    public required DateOnly IssueDate { get; init; }

    /// <summary>BT-3.</summary>
    public InvoiceType Type { get; init; } = InvoiceType.Invoice;

    /// <summary>BT-5, ISO 4217.</summary>
    public string Currency { get; init; } = "NOK";

    /// <summary>
    /// BT-6, BT-111: the VAT in the seller's own currency, when <see cref="Currency"/> is another; obligatory in Norway
    /// (bokføringsforskriften § 5-1-1).
    /// </summary>
    public AccountingVat? VatInAccountingCurrency { get; init; }

    /// <summary>BT-9: already moved to a working day (gjeldsbrevlova § 5); null where nothing is due.</summary>
    public DateOnly? DueDate { get; init; }

    /// <summary>BT-10: what the buyer asked to see on the invoice.</summary>
    public string? BuyerReference { get; init; }

    /// <summary>BT-19: where the buyer books the invoice.</summary>
    public string? AccountingCost { get; init; }

    /// <summary>BT-12.</summary>
    public string? ContractReference { get; init; }

    /// <summary>BT-13: the buyer's order.</summary>
    public string? PurchaseOrderReference { get; init; }

    /// <summary>BT-14: the seller's order.</summary>
    public string? SalesOrderReference { get; init; }

    /// <summary>BG-3: the invoices that a credit note corrects.</summary>
    public IReadOnlyList<PrecedingInvoice> PrecedingInvoices { get; init; } = [];

    /// <summary>BG-14: the days that a collective invoice covers.</summary>
    public InvoicingPeriod? Period { get; init; }

    /// <summary>BG-13: when and where the goods or services were delivered.</summary>
    public Delivery? Delivery { get; init; }

    /// <summary>BT-22: free texts and statutory sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>BG-4.</summary>
    public required Seller Seller { get; init; }

    /// <summary>BG-7.</summary>
    public required Buyer Buyer { get; init; }

    /// <summary>BG-16; null where nothing is due, and on a credit note that pays nothing back by transfer.</summary>
    public PaymentInstructions? Payment { get; init; }

    /// <summary>BT-20: what the parties agreed on paying, in words.</summary>
    public string? PaymentTerms { get; init; }

    /// <summary>BG-25, in the order of the order.</summary>
    public required IReadOnlyList<InvoiceLine> Lines { get; init; }

    /// <summary>BG-20: discounts on the whole.</summary>
    public IReadOnlyList<DocumentAllowance> Allowances { get; init; } = [];

    /// <summary>BG-21, for one the invoice fee.</summary>
    public IReadOnlyList<DocumentCharge> Charges { get; init; } = [];

    /// <summary>BG-23: one per category and rate, highest rate first.</summary>
    public required IReadOnlyList<VatBreakdown> VatBreakdowns { get; init; }

    /// <summary>BG-22.</summary>
    public required DocumentTotals Totals { get; init; }

    /// <summary>BG-24: supporting documents; in an EHF the invoice's own PDF.</summary>
    public IReadOnlyList<AttachedDocument> Attachments { get; init; } = [];
}

/// <summary>BT-3, UNTDID 1001.</summary>
public enum InvoiceType
{
    /// <summary>Commercial invoice.</summary>
    Invoice = 380,

    /// <summary>Credit note.</summary>
    CreditNote = 381,
}

/// <summary>BG-3.</summary>
/// <param name="Number">BT-25.</param>
/// <param name="IssueDate">BT-26: ours always has one; a document that was read may lack it.</param>
public sealed record PrecedingInvoice(string Number, DateOnly? IssueDate)
{
    /// <summary>
    /// What is left to pay of it when the credit note is taken off, in the document's currency; null where that is not
    /// known. This and how it is paid are for the sheet alone: UBL has no items for them.
    /// </summary>
    public decimal? LeftToPay { get; init; }

    /// <summary>BT-9 of that invoice.</summary>
    public DateOnly? DueDate { get; init; }

    /// <summary>BG-16 of that invoice.</summary>
    public PaymentInstructions? Payment { get; init; }
}

/// <summary>BT-6 and BT-111.</summary>
/// <param name="Currency">ISO 4217, other than the document's.</param>
/// <param name="TotalVat">Two decimals.</param>
public sealed record AccountingVat(string Currency, decimal TotalVat);

/// <summary>BG-14, BG-26, both days included.</summary>
public sealed record InvoicingPeriod(DateOnly Start, DateOnly End);

/// <summary>BG-13.</summary>
/// <param name="Date">BT-72: the day of the supply.</param>
/// <param name="Place">The place in words ("Sandnes"); obligatory in Norway (bokføringsforskriften § 5-1-1 no.
/// 4).</param>
/// <param name="Country">BT-80, ISO 3166-1 alpha-2; null when the place is only known in words.</param>
public sealed record Delivery(DateOnly? Date, string? Place, string? Country = null);

/// <summary>BG-24.</summary>
/// <param name="FileName">With its extension; also BT-122, the document's id.</param>
/// <param name="Description">BT-123.</param>
/// <param name="MimeType">For a PDF <c>application/pdf</c>.</param>
/// <param name="Content">BT-125.</param>
public sealed record AttachedDocument(
    string FileName,
    string? Description,
    string MimeType,
    ReadOnlyMemory<byte> Content
);
