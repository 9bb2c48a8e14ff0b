using System.Collections.Concurrent;
using Budstikke.CustomerService;
using Budstikke.Jobs;

namespace Budstikke.Tests.Support;

/// <summary>What customer service wrote to clients, answered as the test wants.</summary>
internal sealed class FakeServiceMail
{
    private readonly ConcurrentQueue<ServiceMail> _sent = new();

    public Outcome Answer { get; set; } = new Accepted("taken");

    public IReadOnlyList<ServiceMail> Sent => [.. _sent];

    public Task<Outcome> Send(ServiceMail mail, CancellationToken cancel)
    {
        _sent.Enqueue(mail);
        return Task.FromResult(Answer);
    }
}
