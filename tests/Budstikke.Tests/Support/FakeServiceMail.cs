using System.Collections.Concurrent;
using Budstikke.CustomerService;
using Budstikke.Jobs;

namespace Budstikke.Tests.Support;

/// <summary>What customer service wrote to clients, answered as the test wants.</summary>
internal sealed class FakeServiceMail
{
    private readonly ConcurrentQueue<ServiceMail> _sent = new();

    public Outcome Answer { get; set; } = new Accepted("taken");

    /// <summary>Called while something is being sent.</summary>
    public Action? While { get; set; }

    public IReadOnlyList<ServiceMail> Sent => [.. _sent];

    public Task<Outcome> Send(ServiceMail mail, CancellationToken cancel)
    {
        _sent.Enqueue(mail);
        While?.Invoke();
        return Task.FromResult(Answer);
    }
}
