/** Addresses of the office: the AR's manager and auditor. */
import { address } from "./address.ts";

export const officePath = /* @__PURE__ */ address("/office");
export const officeAgendaPath = /* @__PURE__ */ address("/office/agenda");
export const officeAppointmentMovePath = /* @__PURE__ */ address("/office/agenda/:id/mudanca");
export const officeAuthorityPath = /* @__PURE__ */ address("/office/ar");
export const officeAuthorityNewPath = /* @__PURE__ */ address("/office/ar/nova");
export const officeAuditPath = /* @__PURE__ */ address("/office/auditoria");
export const officeIrregularitiesPath = /* @__PURE__ */ address("/office/casos");
export const officeIrregularityPath = /* @__PURE__ */ address("/office/casos/:id");
export const officeIrregularityOwnerPath = /* @__PURE__ */ address("/office/casos/:id/dono");
export const officeIrregularitySendingPath = /* @__PURE__ */ address("/office/casos/:id/envio");
export const officeIrregularityEndPath = /* @__PURE__ */ address("/office/casos/:id/fim");
export const officeIrregularityNotesPath = /* @__PURE__ */ address("/office/casos/:id/notas");
export const officeIrregularityReportFilePath = /* @__PURE__ */ address("/office/casos/:id/relatorio.zip");
export const officeCertificatesPath = /* @__PURE__ */ address("/office/certificados");
export const officeCertificatePath = /* @__PURE__ */ address("/office/certificados/:serial");
export const officeCertificateDestructionSealPath = /* @__PURE__ */ address(
  "/office/certificados/:serial/destruicao.p7s",
);
export const officeCertificateDestructionTextPath = /* @__PURE__ */ address(
  "/office/certificados/:serial/destruicao.txt",
);
export const officeCertificateKeepingPath = /* @__PURE__ */ address("/office/certificados/:serial/guarda");
export const officeCertificateReleasePath = /* @__PURE__ */ address("/office/certificados/:serial/liberacao");
export const officeCertificateRevocationPath = /* @__PURE__ */ address("/office/certificados/:serial/revogacao");
export const officeDossiersPath = /* @__PURE__ */ address("/office/dossies");
export const officeDossierPath = /* @__PURE__ */ address("/office/dossies/:id");
export const officeDossierOpeningPath = /* @__PURE__ */ address("/office/dossies/:id/abertura");
export const officeDossierItemPath = /* @__PURE__ */ address("/office/dossies/:id/itens/:position");
export const officeDossierItemCopyPath = /* @__PURE__ */ address("/office/dossies/:id/itens/:position/copia");
export const officeDossierSealJudgementPath = /* @__PURE__ */ address(
  "/office/dossies/:id/lacres/:proofingId/conferencia",
);
export const officeDossierSealFilePath = /* @__PURE__ */ address("/office/dossies/:id/lacres/:proofingId/dossie.zip");
export const officeMailsPath = /* @__PURE__ */ address("/office/emails");
export const officeMailOriginalPath = /* @__PURE__ */ address("/office/emails/:id/original.eml");
export const officeMailOrderPath = /* @__PURE__ */ address("/office/emails/:id/pedido");
export const officeMailSettingAsidePath = /* @__PURE__ */ address("/office/emails/:id/separacao");
export const officeTeamPath = /* @__PURE__ */ address("/office/equipe");
export const officeMemberPath = /* @__PURE__ */ address("/office/equipe/:id");
export const officeMemberAgendaPath = /* @__PURE__ */ address("/office/equipe/:id/agenda");
export const officeMemberAgendaAwayPath = /* @__PURE__ */ address("/office/equipe/:id/agenda/ausencia");
export const officeMemberAgendaAwayEndPath = /* @__PURE__ */ address("/office/equipe/:id/agenda/ausencia/fim");
export const officeMemberAgendaBlocksPath = /* @__PURE__ */ address("/office/equipe/:id/agenda/bloqueios");
export const officeMemberAgendaBlockReleasePath = /* @__PURE__ */ address(
  "/office/equipe/:id/agenda/bloqueios/:bloqueio/liberacao",
);
export const officeMemberAgendaDaysPath = /* @__PURE__ */ address("/office/equipe/:id/agenda/dias");
export const officeMemberAgendaDayEndPath = /* @__PURE__ */ address("/office/equipe/:id/agenda/dias/:dia/fim");
export const officeMemberAgendaLeavePath = /* @__PURE__ */ address("/office/equipe/:id/agenda/ferias");
export const officeMemberAgendaBreaksPath = /* @__PURE__ */ address("/office/equipe/:id/agenda/pausas");
export const officeMemberKeysPath = /* @__PURE__ */ address("/office/equipe/:id/chaves");
export const officeMemberKeysConsentPath = /* @__PURE__ */ address("/office/equipe/:id/chaves/acordo");
export const officeMemberKeysRefusalPath = /* @__PURE__ */ address("/office/equipe/:id/chaves/recusa");
export const officeMemberSkillsPath = /* @__PURE__ */ address("/office/equipe/:id/competencias");
export const officeMemberInvitationPath = /* @__PURE__ */ address("/office/equipe/:id/convite");
export const officeMemberHoursPath = /* @__PURE__ */ address("/office/equipe/:id/horas");
export const officeMemberRolesPath = /* @__PURE__ */ address("/office/equipe/:id/papeis");
export const officeMemberSitesPath = /* @__PURE__ */ address("/office/equipe/:id/postos");
export const officeMemberSuspensionPath = /* @__PURE__ */ address("/office/equipe/:id/suspensao");
export const officeTroubleEndPath = /* @__PURE__ */ address("/office/falhas/:jobId/encerramento");
export const officeTroubleRetryPath = /* @__PURE__ */ address("/office/falhas/:jobId/nova-tentativa");
export const officeHolidaysPath = /* @__PURE__ */ address("/office/feriados");
export const officeHolidayEndPath = /* @__PURE__ */ address("/office/feriados/:dia/fim");
export const officeDevicesPath = /* @__PURE__ */ address("/office/midias");
export const officeDeviceArrivalPath = /* @__PURE__ */ address("/office/midias/:id/entrega");
export const officeDeviceSendingPath = /* @__PURE__ */ address("/office/midias/:id/envio");
export const officePaymentsPath = /* @__PURE__ */ address("/office/pagamentos");
export const officePaymentPath = /* @__PURE__ */ address("/office/pagamentos/:number");
export const officeSitesPath = /* @__PURE__ */ address("/office/postos");
export const officeSitePath = /* @__PURE__ */ address("/office/postos/:siteId");
export const officeSiteClosingPath = /* @__PURE__ */ address("/office/postos/:siteId/fechamento");
export const officeSitesNewPath = /* @__PURE__ */ address("/office/postos/novo");
export const officeProductsPath = /* @__PURE__ */ address("/office/produtos");
export const officeProductPath = /* @__PURE__ */ address("/office/produtos/:code");
export const officeProductBookingTermsPath = /* @__PURE__ */ address("/office/produtos/:code/agendamento");
export const officeProductsNewPath = /* @__PURE__ */ address("/office/produtos/novo");
