using System.Text.Json.Serialization;
using Budstikke.Invoicing;
using Budstikke.Jobs;

namespace Budstikke.Distribution;

/// <summary>What can be told of an accepted dispatch that changes nothing of it.</summary>
internal enum ReportWord
{
    /// <summary>A server on the way tries on.</summary>
    [JsonStringEnumMemberName("Delayed")]
    Delayed,

    /// <summary>It went on to where nobody tells of its end.</summary>
    [JsonStringEnumMemberName("Relayed")]
    Relayed,

    /// <summary>The recipient has called it unwanted; he has it.</summary>
    [JsonStringEnumMemberName("Complaint")]
    Complaint,

    /// <summary>The recipient's program has answered by itself.</summary>
    [JsonStringEnumMemberName("AutoReply")]
    AutoReply,

    /// <summary>It came back so late that no other channel is tried by itself.</summary>
    [JsonStringEnumMemberName("TooLate")]
    TooLate,

    /// <summary>Nothing has come back within the time in which nearly all of it does.</summary>
    [JsonStringEnumMemberName("PresumedDelivered")]
    PresumedDelivered,
}

/// <summary>What was told, and in which words.</summary>
internal sealed record NotedReport(ReportWord Word, string Evidence);

/// <summary>Puts a report that changes nothing on the timelines, by the dispatch's key.</summary>
internal sealed class NoteReport(DispatchStore dispatches, InvoiceStore invoices) : IJobHandler
{
    private const string KindName = "note-report";

    public JobKind Kind { get; } = new(KindName, Concurrency: 8);

    public static NewJob JobFor(ReportWord word, string clientId, string key, string evidence) =>
        new(clientId, KindName, key) { Content = JsonOptions.Store(new NotedReport(word, evidence)) };

    public Task<IReadOnlyList<string>> OrdersOf(Job job) => dispatches.OrdersOf(job.Subject, invoices);

    public async Task<Settlement> Handle(IReadOnlyList<Job> jobs, CancellationToken cancel)
    {
        if (await dispatches.Find(jobs[0].Subject) is not { } dispatch)
            return Settlement.Done;
        var orderIds = await invoices.OrdersOf(dispatch.ClientId, dispatch.InvoiceId);
        return new() { Facts = [FactOf(dispatch, orderIds, JsonOptions.Restore<NotedReport>(jobs[0].Content))] };
    }

    public static DispatchNoted FactOf(DispatchRow dispatch, IReadOnlyList<string> orderIds, NotedReport noted) =>
        new()
        {
            ClientId = dispatch.ClientId,
            OrderIds = orderIds,
            Key = dispatch.DispatchKey,
            Channel = dispatch.Channel,
            Word = noted.Word,
            Evidence = noted.Evidence,
        };
}
