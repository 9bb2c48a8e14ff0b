using System.Text.Json.Serialization;
using Budstikke.Invoicing;
using Budstikke.Jobs;

namespace Budstikke.Distribution;

/// <summary>What the customer's side has said of an invoice that it has. It changes nothing of how that was
/// sent.</summary>
internal enum RecipientAnswer
{
    /// <summary>The receiver's access point has begun with it.</summary>
    [JsonStringEnumMemberName("Acknowledged")]
    Acknowledged,

    /// <summary>A step in the buyer's house.</summary>
    [JsonStringEnumMemberName("InProcess")]
    InProcess,

    /// <summary>The buyer wants to know something first.</summary>
    [JsonStringEnumMemberName("UnderQuery")]
    UnderQuery,

    /// <summary>The buyer will not pay it.</summary>
    [JsonStringEnumMemberName("Rejected")]
    Rejected,

    /// <summary>The buyer says that he has paid. That is no payment: the account says that.</summary>
    [JsonStringEnumMemberName("Paid")]
    Paid,

    /// <summary>Something else is told, or a word that we do not know.</summary>
    [JsonStringEnumMemberName("Noted")]
    Noted,
}

/// <summary>Puts an answer of the customer's side on the timelines, by the dispatch's key.</summary>
internal sealed class NoteAnswer(DispatchStore dispatches, InvoiceStore invoices) : IJobHandler
{
    private const string KindName = "note-answer";

    public JobKind Kind { get; } = new(KindName, Concurrency: 8);

    public static NewJob JobFor(RecipientAnswer answer, string clientId, string key, string evidence) =>
        new(clientId, KindName, key) { Content = JsonOptions.Store(new NotedAnswer(answer, evidence)) };

    public Task<IReadOnlyList<string>> OrdersOf(Job job) => dispatches.OrdersOf(job.Subject, invoices);

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        if (await dispatches.Find(jobs[0].Subject) is not { } dispatch)
            return Settlement.Done;
        var orderIds = await invoices.OrdersOf(dispatch.ClientId, dispatch.InvoiceId);
        return new() { Facts = [FactOf(dispatch, orderIds, JsonOptions.Restore<NotedAnswer>(jobs[0].Content))] };
    }

    public static RecipientAnswered FactOf(DispatchRow dispatch, IReadOnlyList<string> orderIds, NotedAnswer said) =>
        new()
        {
            ClientId = dispatch.ClientId,
            OrderIds = orderIds,
            Key = dispatch.DispatchKey,
            InvoiceId = dispatch.InvoiceId,
            Channel = dispatch.Channel,
            Answer = said.Answer,
            Evidence = said.Evidence,
        };
}

/// <summary>What was said, and in which words.</summary>
internal sealed record NotedAnswer(RecipientAnswer Answer, string Evidence);
