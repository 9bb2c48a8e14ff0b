using Budstikke.CustomerService;

namespace Budstikke.Commands.Verify;

/// <summary>A case's id follows from its trouble, so that the case can be found by it.</summary>
internal static class CaseIds
{
    public static string Of(string kind, string subject) =>
        new NewCase
        {
            ClientId = "",
            OrderIds = [],
            Subject = subject,
            Kind = kind,
            Reasons = [],
        }.CaseId;
}
