using Budstikke.Jobs.Checks;
using Budstikke.Storage;

namespace Budstikke.Clients;

internal static class Registration
{
    /// <param name="answers">The node takes calls, and so knows when a token is used.</param>
    public static IServiceCollection AddClients(this IServiceCollection services, bool answers = true)
    {
        if (answers)
            services.AddHostedService(provider => provider.GetRequiredService<LastUses>());
        return services
            .AddSingleton<LastUses>()
            .AddSingleton<TokenReads>()
            .AddSingleton<ClientStore>()
            .AddCheck<Secrets>(SecretChecks.Run);
    }
}
