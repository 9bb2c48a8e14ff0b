using System.Text;
using Budstikke.Documents.Wording;
using Budstikke.Invoicing;
using Budstikke.Orders;

namespace Budstikke.CustomerService;

/// <summary>Whom a case is about, as far as it is about an order.</summary>
/// <param name="Amount">Due on the document, or the order's total; NOK.</param>
/// <param name="DueDate">Null before the invoice, and of a credit note.</param>
internal sealed record CaseMatter(Customer Customer, decimal Amount, DateOnly? DueDate);

/// <summary>What the client's contact reads: what happened, what to do next, whom it is about, and the other side's own
/// words.</summary>
internal sealed record CaseLetter(string Subject, string Text)
{
    private const string Currency = "NOK";

    /// <summary>Before the subject of what a test client gets.</summary>
    private const string Test = "TEST: ";

    /// <param name="matter">Null where the case is about no order.</param>
    public static CaseLetter Of(CaseAbout about, CaseMatter? matter, Language language, bool isTest)
    {
        var words = CaseWords.For(about.Row.Kind);
        var what = WhatOf(about, language);
        var text = new StringBuilder();
        text.Append(null, $"{string.Format(null, CaseWords.NeedsPerson.In(language), what)} ");
        text.Append(null, $"{words.What.In(language)}\n\n{words.Advice.In(language)}\n\n");
        foreach (var (name, value) in Lines(about, matter, language))
            text.Append(null, $"{name.In(language)}: {value}\n");
        text.Append(null, $"\n{CaseWords.Why.In(language)}:\n{Listed(about.Row.Reason)}\n");
        var subject = $"{what}: {words.Title.In(language)} ({about.Row.CaseId})";
        return new(isTest ? Test + subject : subject, text.ToString());
    }

    private static IEnumerable<(CaseTerm Name, string Value)> Lines(
        CaseAbout about,
        CaseMatter? matter,
        Language language
    )
    {
        if (matter is { Customer: var customer })
        {
            yield return (CaseWords.Customer, $"{customer.FirstName} {customer.Name}".Trim());
            yield return (CaseWords.Email, customer.Email);
            yield return (CaseWords.Phone, $"{customer.CountryCode} {customer.Msisdn}");
            yield return (CaseWords.Amount, Formats.AmountWithCurrency(matter.Amount, Currency, language));
            if (matter.DueDate is { } due)
                yield return (CaseWords.DueDate, Formats.Date(due, language));
        }
        if (about.OrderIds.Count > 0)
            yield return (about.OrderIds.Count == 1 ? CaseWords.Order : CaseWords.Orders, about.NamedOrders);
        yield return (CaseWords.Case, about.Row.CaseId);
    }

    private static string WhatOf(CaseAbout about, Language language)
    {
        var (term, name) = about.Invoice switch
        {
            null when about.Row.Kind is NewCase.CallbackEndpointAsleep or NewCase.CallbackEndpointGivenUp => (
                CaseWords.OfServer,
                about.Other
            ),
            null when about.Other is { } other => (CaseWords.OfWork, other),
            null => (CaseWords.OfOrder, about.Row.OrderId),
            { Kind: InvoiceRow.CreditNote } note => (CaseWords.OfCreditNote, $"{note.Number}"),
            { } invoice => (CaseWords.OfInvoice, $"{invoice.Number}"),
        };
        return string.Format(null, term.In(language), name);
    }

    /// <summary>A line for each reason, with the other side's words as they came.</summary>
    private static string Listed(string reason) =>
        string.Join('\n', reason.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"- {line}"));
}
