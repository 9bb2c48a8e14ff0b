using Budstikke.Distribution;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Sandbox;

internal static class Registration
{
    /// <summary>How long a simulated bounce, or a report of a delivery, takes.</summary>
    private static readonly TimeSpan s_reportDelay = TimeSpan.FromSeconds(10);

    /// <summary>Simulated channels for test clients, and with <c>Sandbox__Enabled</c> for every channel that is not set
    /// up.</summary>
    public static IServiceCollection AddSandbox(this IServiceCollection services, IConfiguration settings)
    {
        var servesLiveClients = Settings.Switch(settings, "Sandbox:Enabled", false);
        return services
            .AddSingleton<SandboxOutbox>()
            .AddSingleton(provider => new SimulatedChannels(
                [.. provider.GetServices<Channel>().Select(channel => Simulate(channel, provider))],
                servesLiveClients
            ))
            .AddSingleton(provider =>
            {
                var channels = provider.GetServices<Channel>().ToDictionary(channel => channel.Name);
                return new FactRoutes(facts => facts.On<DispatchAccepted>(fact => ReportOf(fact, channels)));
            });
    }

    private static SimulatedChannel Simulate(Channel channel, IServiceProvider provider) =>
        new(channel, provider.GetRequiredService<SandboxOutbox>(), provider.GetRequiredService<TimeProvider>());

    /// <summary>What is told later of a dispatch that a simulation has accepted; null where nothing is.</summary>
    public static NewJob? ReportOf(DispatchAccepted fact, IReadOnlyDictionary<string, Channel> channels) =>
        fact.IsSimulated
        && MagicValues.For(channels[fact.Channel], new(fact.Recipient)) is { } magic
        && LateOutcomeOf(magic.Answer) is { } outcome
            ? ReportLateOutcome.JobFor(
                outcome,
                fact.ClientId,
                fact.Key,
                MagicValues.Simulated(magic.Evidence),
                s_reportDelay
            )
            : null;

    private static LateOutcome? LateOutcomeOf(MagicAnswer answer) =>
        answer switch
        {
            MagicAnswer.AcceptedThenReturned => LateOutcome.Failed,
            MagicAnswer.AcceptedThenDelivered => LateOutcome.Delivered,
            _ => null,
        };
}
