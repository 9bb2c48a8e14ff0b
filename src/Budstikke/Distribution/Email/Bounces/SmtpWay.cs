using System.Net;
using SmtpServer;
using SmtpServer.Storage;

namespace Budstikke.Distribution.Email.Bounces;

/// <summary>
/// Takes bounces from mail servers, by SMTP or LMTP: mail to the bounce domain alone, and nothing is passed on. A mail
/// is answered with 250 when it is kept.
/// </summary>
internal sealed class SmtpWay(BounceSettings settings, TakeBounce take, ILogger<SmtpWay> log)
    : IHostedService,
        IDisposable
{
    /// <summary>A server may return the whole of a mail of ours, which has 24 MiB at most.</summary>
    private const int MaxMessageBytes = 26 * 1024 * 1024;

    /// <summary>Each may hold a message in memory.</summary>
    private const int MaxConnections = 8;
    private const int MaxFaults = 10;

    private static readonly TimeSpan s_session = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_command = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly BoundedListener _listener = new(MaxConnections);
    private Task _running = Task.CompletedTask;

    /// <summary>Where it listens, once it does.</summary>
    public IPEndPoint? Address => _listener.Address;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Listen is not { } address)
            return Task.CompletedTask;
        var options = new SmtpServerOptionsBuilder()
            .ServerName(settings.BounceDomain!)
            .MaxMessageSize(MaxMessageBytes, MaxMessageSizeHandling.Strict)
            .MaxRetryCount(MaxFaults)
            .CommandWaitTimeout(s_command)
            .Endpoint(endpoint => endpoint.Endpoint(address).SessionTimeout(s_session))
            .Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        var desk = new BounceDesk(settings, take, log);
        services.Add((IMessageStore)desk);
        services.Add((IMailboxFilter)desk);
        services.Add(_listener);
        var server = new SmtpServer.SmtpServer(options, services);
        server.SessionFaulted += (_, fault) =>
            log.LogInformation("A session of the bounce listener broke off: {Fault}", fault.Exception.Message);
        _listener.Begin(address);
        _running = server.StartAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _stop.Dispose();
    }
}
